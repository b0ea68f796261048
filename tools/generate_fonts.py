#!/usr/bin/env python3
"""Cuts Vazirmatn (four weights) and lucide's icons to what the program shows, and writes fonts.gen.h, fonts.gen.cpp, icons.gen.h.

Persian arrives as presentation forms (FriBidi shapes it), so no layout features are kept; nothing is hinted, since ImGui
rasterises at any size. The .cpp holds each file's hash, so that a compiler cache sees when an embedded file changed."""

import argparse
import hashlib
import json
import pathlib
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

WEIGHTS = ("Regular", "Medium", "SemiBold", "Bold")
# Latin, Persian and its digits, what punctuation both use, presentation forms, and mathematics.
UNICODES = ",".join((
    "0020-007E", "00A0", "00A9", "00AB", "00AC", "00B0-00B7", "00BB", "00BC-00BE", "00D7", "00F7", "00E9",
    "060C", "061B", "061F", "0621-063A", "0640-0655", "0660-066C", "0670", "0679", "067E", "0686", "0688", "0691", "0698", "06A9", "06AF",
    "06BE", "06C0", "06C1", "06CC", "06D2", "06D4", "06F0-06F9",
    "200C-200F", "2010-2015", "2018-201A", "201C-201E", "2022", "2026", "2030", "2032", "2033", "2039", "203A", "2044", "2070", "2074-2079",
    "2202", "2206", "220F", "2211", "2212", "2215", "2219", "221A", "221E", "222B", "2248", "2260", "2264", "2265", "FB50-FDFF", "FE70-FEFF"))


def subset(source, target, unicodes):
    subprocess.run(["pyftsubset", str(source), f"--unicodes={unicodes}", f"--output-file={target}", "--layout-features=", "--no-hinting",
                    "--desubroutinize", "--notdef-outline", "--drop-tables+=GSUB,GPOS,GDEF,DSIG,STAT,meta", "--name-IDs=0,1,2,13,14",
                    "--glyph-names"], check=True, stdout=subprocess.DEVNULL)


parser = argparse.ArgumentParser()
parser.add_argument("--npm", type=pathlib.Path, required=True)
parser.add_argument("--icons", type=pathlib.Path, required=True)
parser.add_argument("--out", type=pathlib.Path, required=True)
args = parser.parse_args()

wanted = [line.strip() for line in args.icons.read_text().splitlines() if line.strip() and not line.startswith("#")]
font_folder = args.npm / "lucide-static" / "font"
points = json.loads((font_folder / "codepoints.json").read_text())
unknown = [name for name in wanted if name not in points]
if unknown:
    sys.exit(f"{args.icons}: lucide has no icon {', '.join(unknown)}")
icons = {name: int(points[name]) for name in sorted(wanted)}

jobs = [(args.npm / "vazirmatn/fonts/ttf" / f"Vazirmatn-{weight}.ttf", args.out / f"vazirmatn_{weight.lower()}.ttf", UNICODES)
        for weight in WEIGHTS]
jobs.append((font_folder / "lucide.ttf", args.out / "icons.ttf", ",".join(f"{point:X}" for point in icons.values())))
with ThreadPoolExecutor(2) as pool:
    list(pool.map(lambda job: subset(*job), jobs))

names = [(f"kVazirmatn{weight}", f"vazirmatn_{weight.lower()}.ttf") for weight in WEIGHTS] + [("kIcons", "icons.ttf")]
header = ["// Made by tools/generate_fonts.py: the font files inside the program.", "#pragma once", "", "#include <span>", "", "namespace rizbin::fonts {", ""]
code = ["// Made by tools/generate_fonts.py.", '#include "fonts.gen.h"', "", "namespace rizbin::fonts {", ""]
for name, file in names:
    data = (args.out / file).read_bytes()
    header.append(f"extern const std::span<const unsigned char> {name};")
    array = f"{name}Bytes"
    code += [f"// sha256 {hashlib.sha256(data).hexdigest()}", f"static constexpr unsigned char {array}[] = {{", f'#embed "{args.out / file}"', "};",
             f"const std::span<const unsigned char> {name}{{{array}}};", ""]
header += ["", "}  // namespace rizbin::fonts", ""]
code += ["}  // namespace rizbin::fonts", ""]


def utf8(point):
    return "".join(f"\\x{byte:02X}" for byte in chr(point).encode())


icon_lines = ["// Made by tools/generate_fonts.py: lucide's icons as UTF-8, for the font kIcons.", "#pragma once", "", "namespace rizbin::icons {", ""]
for name, point in icons.items():
    constant = "k" + "".join(part.capitalize() for part in re.split(r"[-_]", name))
    icon_lines.append(f'inline constexpr char {constant}[] = "{utf8(point)}";  // {name}')
icon_lines += ["", "}  // namespace rizbin::icons", ""]

(args.out / "fonts.gen.h").write_text("\n".join(header))
(args.out / "fonts.gen.cpp").write_text("\n".join(code))
(args.out / "icons.gen.h").write_text("\n".join(icon_lines))

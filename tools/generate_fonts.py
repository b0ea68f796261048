#!/usr/bin/env python3
"""Cuts Vazirmatn (four weights) and lucide's icons to what the program shows, and writes fonts.gen.h, fonts.gen.cpp, icons.gen.h.

Persian arrives as presentation forms (FriBidi shapes it), so no layout features are kept; nothing is hinted, since ImGui
rasterises at any size. The .cpp holds each file's hash, so that a compiler cache sees when an embedded file changed."""

import argparse
import hashlib
import json
import math
import os
import pathlib
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

try:
    from fontTools.pens.recordingPen import RecordingPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.svgLib.path import SVGPath
    from fontTools.ttLib import TTFont
except ModuleNotFoundError:
    # Started by another Python than the one fonttools was installed for: go on with that one, which pyftsubset names.
    tool = shutil.which("pyftsubset")
    if tool is None or "RIZBIN_FONTS_AGAIN" in os.environ:
        sys.exit("generate_fonts.py needs fonttools (Debian: apt-get install fonttools; elsewhere: pip install fonttools)")
    interpreter = pathlib.Path(tool).read_text().splitlines()[0].removeprefix("#!").split()
    os.environ["RIZBIN_FONTS_AGAIN"] = "1"
    os.execv(interpreter[0], [*interpreter, *sys.argv])

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


# Strokes of the icons in units of lucide's 24: 1.75 px at the 18 px they are drawn with, 2 px on the primary button.
ICON_STROKE, ICON_STROKES = 24 / 18 * 1.75, {"play": 24 / 18 * 2, "pause": 24 / 18 * 2}


def polylines(svg):
    """The strokes of an icon as lists of points; curves become short lines."""
    recording = RecordingPen()
    SVGPath(svg).draw(recording)
    lines = []
    for step, points in recording.value:
        if step == "moveTo":
            lines.append([points[0]])
        elif step == "lineTo":
            lines[-1].append(points[0])
        elif step in ("curveTo", "qCurveTo"):
            start = lines[-1][-1]
            if step == "qCurveTo":
                (cx, cy), end = points
                points = [((start[0] + 2 * cx) / 3, (start[1] + 2 * cy) / 3), ((end[0] + 2 * cx) / 3, (end[1] + 2 * cy) / 3), end]
            long = sum(math.dist(a, b) for a, b in zip([start, *points], points))
            count = max(3, min(14, round(long * 1.6)))
            for i in range(1, count + 1):
                t = i / count
                u = 1 - t
                lines[-1].append(tuple(u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d
                                       for a, b, c, d in zip(start, *points)))
        elif step == "closePath":
            lines[-1].append(lines[-1][0])
    return lines


def outlines(line, half):
    """Closed outlines of one stroke with round ends and corners, all turning the same way: what overlaps stays filled."""
    points = [line[0]]
    for p in line[1:]:
        if math.dist(p, points[-1]) > 1e-3:
            points.append(p)
    cap = [(half * math.cos(a), half * math.sin(a)) for a in (math.pi * 2 * i / 16 for i in range(16))]
    if len(points) == 1:
        return [[(points[0][0] + x, points[0][1] + y) for x, y in cap]]
    heading = [math.atan2(b[1] - a[1], b[0] - a[0]) for a, b in zip(points, points[1:])]
    runs, first = [], 0
    for i in range(1, len(heading)):  # a corner ends a run: the next one begins with a round end of its own
        if abs(math.remainder(heading[i] - heading[i - 1], 2 * math.pi)) > 0.6:
            runs.append((first, i))
            first = i
    runs.append((first, len(heading)))
    result = []
    for first, last in runs:
        sides = [], []
        for i in range(first, last + 1):
            before, after = heading[max(first, i - 1)], heading[min(last - 1, i)]
            turn = math.remainder(after - before, 2 * math.pi)
            angle, reach = before + turn / 2 + math.pi / 2, half / math.cos(turn / 2)
            for side, sign in zip(sides, (-1, 1)):
                side.append((points[i][0] + sign * reach * math.cos(angle), points[i][1] + sign * reach * math.sin(angle)))
        def end(at, towards):
            return [(at[0] + half * math.cos(towards + a), at[1] + half * math.sin(towards + a)) for a in (math.pi * (i / 8 - 0.5) for i in range(1, 8))]
        result.append(sides[0] + end(points[last], heading[last - 1]) + sides[1][::-1] + end(points[first], heading[first] + math.pi))
    return result


def draw_icons(target, folder, icons):
    """Replaces the glyphs of the cut icon font by strokes of our width."""
    font = TTFont(target)
    scale = font["head"].unitsPerEm / 24
    for name, point in icons.items():
        pen = TTGlyphPen(None)
        half = ICON_STROKES.get(name, ICON_STROKE) / 2
        for line in polylines(folder / f"{name}.svg"):
            for outline in outlines(line, half):
                corners = [(round(x * scale), round((24 - y) * scale)) for x, y in outline]
                pen.moveTo(corners[0])
                for corner in corners[1:]:
                    pen.lineTo(corner)
                pen.closePath()
        glyph, drawn = font.getBestCmap()[point], pen.glyph()
        drawn.recalcBounds(font["glyf"])
        font["glyf"][glyph] = drawn
        font["hmtx"][glyph] = (font["hmtx"][glyph][0], drawn.xMin)
    font.save(target)


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
draw_icons(args.out / "icons.ttf", args.npm / "lucide-static" / "icons", icons)

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

#!/usr/bin/env python3
"""The licences of everything the program ships: licences/*.txt for dist/, licences.gen.h for the About panel.

The desktop program holds the texts; the page holds the names and shows the files of dist/licences/."""

import argparse
import json
import pathlib
import sys

parser = argparse.ArgumentParser()
for name in ("source", "npm", "imgui", "fribidi", "out"):
    parser.add_argument(f"--{name}", type=pathlib.Path, required=True)
parser.add_argument("--emscripten", type=pathlib.Path)
parser.add_argument("--sdl", type=pathlib.Path)
args = parser.parse_args()

DOC = pathlib.Path("/usr/share/doc")


def first(*paths):
    for path in paths:
        if path and path.is_file():
            return path.read_text(encoding="utf-8", errors="replace").strip() + "\n"
    sys.exit(f"no licence text found at any of: {', '.join(map(str, paths))}")


def version(package):
    return json.loads((args.npm / package / "package.json").read_text())["version"]


JSON_MIT = """Copyright (c) 2013-2022 Niels Lohmann

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files
(the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge,
publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do
so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE
FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""
# name, version, licence, file, text
entries = [
    ("Rizbin", "", "MIT", "rizbin", first(args.source / "LICENSE")),
    ("Dear ImGui", "1.92.2b", "MIT", "imgui", first(args.imgui / "LICENSE.txt")),
    ("FriBidi", "1.0.16", "LGPL-2.1-or-later", "fribidi", first(args.fribidi / "COPYING")),
    ("Vazirmatn", version("vazirmatn"), "OFL-1.1", "vazirmatn", first(args.npm / "vazirmatn/OFL.txt")),
    ("Lucide", version("lucide-static"), "ISC", "lucide", first(args.npm / "lucide-static/LICENSE")),
    ("JSON for Modern C++", "3.11", "MIT", "json", JSON_MIT),
]
if args.sdl:
    entries.append(("SDL", "2.32.4", "Zlib", "sdl", first(args.sdl / "LICENSE.txt")))
if args.emscripten:
    entries.append(("Emscripten, with musl and libc++", "3.1.69", "MIT, Apache-2.0 WITH LLVM-exception", "emscripten",
                    first(args.emscripten / "LICENSE", args.emscripten.parent / "doc/emscripten/copyright")))
else:
    # The C++ library is linked in; SDL is the system's.
    places = [DOC / "libc++-19-dev/copyright"]
    if places[0].is_file():
        entries.append(("LLVM libc++", "19", "Apache-2.0 WITH LLVM-exception", "libcxx", first(*places)))
entries[1:] = sorted(entries[1:], key=lambda entry: entry[0].lower())

folder = args.out / "licences"
folder.mkdir(parents=True, exist_ok=True)
for old in folder.glob("*.txt"):
    old.unlink()
lines = ["// Made by tools/generate_licences.py: what the program ships, for the About panel. On the web `text` is empty: the page",
         "// shows the file.", "#pragma once", "", "#include <string_view>", "", "namespace rizbin {", "", "struct Licence {",
         "  std::string_view name, version, licence, file, text;", "};", "inline constexpr Licence kLicences[] = {"]
for name, number, licence, file, text in entries:
    (folder / f"{file}.txt").write_text(text, encoding="utf-8")
    chunks = [] if args.emscripten else [text[i:i + 4000] for i in range(0, len(text), 4000)]
    body = " ".join(f'R"licence({chunk})licence"' for chunk in chunks) or '""'
    lines.append(f'    {{"{name}", "{number}", "{licence}", "licences/{file}.txt", {body}}},')
lines += ["};", "", "}  // namespace rizbin", ""]
(args.out / "licences.gen.h").write_text("\n".join(lines), encoding="utf-8")

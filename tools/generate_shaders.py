#!/usr/bin/env python3
"""Shaders as C++ constants: generate_shaders.py shaders.gen.h FILE…   (heatmap.frag becomes kHeatmapFrag)

A line `#include "name.glsl"` is replaced by that file. The #version line is left to the program: it differs between the page
(300 es) and the desktop (330 core)."""

import pathlib
import re
import sys

out, *paths = sys.argv[1:]
files = {pathlib.Path(p).name: pathlib.Path(p) for p in paths}


def text(name):
    body = files[name].read_text(encoding="utf-8")
    if "#version" in body:
        sys.exit(f"{files[name]}: leave #version out, the program puts it before")

    def replace(match):
        if match.group(1) not in files:
            sys.exit(f"{files[name]}: no file {match.group(1)} beside it")
        return text(match.group(1))

    return re.sub(r'^#include "([^"]+)"$', replace, body, flags=re.M)


lines = ["// Made by tools/generate_shaders.py from shaders/.", "#pragma once", "", "namespace rizbin::shaders {", ""]
for name in sorted(files):
    if name.endswith(".glsl"):
        continue
    constant = "k" + "".join(part.capitalize() for part in re.split(r"[._]", name))
    lines.append(f'inline constexpr char {constant}[] = R"glsl({text(name)})glsl";\n')
lines += ["}  // namespace rizbin::shaders", ""]
pathlib.Path(out).write_text("\n".join(lines), encoding="utf-8")

#!/usr/bin/env python3
"""Holds the tree to the design: includes go one way, units stay small, every layer, view and lesson has its row, only the platform
knows Emscripten, the engine only the standard library. Run by ./test; prints each breach and 'N passed, N failed'."""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
MAX_LINES = 500

# What a folder may include besides itself. The direction is down: app, lessons, views, canvas, ui and gfx, platform; the runner
# and everything in web/ may see the engine; the engine sees nothing above it.
ENGINE = ["engine/core", "engine/data", "engine/layers", "engine/train", "engine/io", "engine/session", "engine/study", "engine/quiz"]
MAY = {
    "engine/core": [],
    "engine/data": ["engine/core"],
    "engine/layers": ["engine/core", "engine/data"],
    "engine/train": ["engine/core", "engine/data", "engine/layers"],
    "engine/io": ["engine/core", "engine/data", "engine/layers", "engine/train"],
    "engine/session": ["engine/core", "engine/data", "engine/layers", "engine/train", "engine/io"],
    "engine/study": ["engine/core", "engine/data", "engine/layers", "engine/train", "engine/io", "engine/session"],
    "engine/quiz": ["engine/core", "engine/data", "engine/layers", "engine/train", "engine/io", "engine/session"],
    "web/platform": ["engine/core"],
    "web/runner": ENGINE,
    "web/gfx": ["web/ui", "web/platform", *ENGINE],  # gfx and ui stand side by side
    "web/ui": ["web/gfx", "web/platform", *ENGINE],
    "web/canvas": ["web/ui", "web/gfx", "web/platform", "web/runner", *ENGINE],
    "web/views": ["web/canvas", "web/ui", "web/gfx", "web/platform", "web/runner", *ENGINE],
    "web/lessons": ["web/views", "web/canvas", "web/ui", "web/gfx", "web/platform", "web/runner", *ENGINE],
    "web/app": ["web/lessons", "web/views", "web/canvas", "web/ui", "web/gfx", "web/platform", "web/runner", *ENGINE],
}
# One header is plain data that the folders below fill in and explain.
ALSO = {("engine/layers", "engine/layers/snapshot.h"), ("engine/train", "engine/session/snapshot.h")}
# Folder and the file that holds its table: every .cpp beside it is included there by its header.
TABLES = {"engine/layers": "engine/layers/layers.cpp", "web/views": "web/views/views.cpp", "web/lessons": "web/lessons/lessons.cpp"}
GENERATED = {"strings.gen.h", "shaders.gen.h", "fonts.gen.h", "icons.gen.h", "licences.gen.h"}
SYSTEM_OF_ENGINE = re.compile(r"^[a-z0-9_]+$|^(immintrin|wasm_simd128|arm_neon)\.h$")

INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.M)


def tracked():
    names = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\n")
    return [name for name in names if name and (ROOT / name).is_file()]


def home(path):
    """The folder of the rules that a file belongs to: web/ui for web/ui/cards/card.cpp."""
    parts = path.split("/")
    return "/".join(parts[:2]) if len(parts) > 2 else None


def check_includes(path, text):
    folder = home(path)
    for kind, target in INCLUDE.findall(text):
        if target in GENERATED and kind == '"':
            continue
        if kind == '"' and "/" not in target:
            yield f'{path}: include "{target}" by its path from the top'
        elif kind == '"' and target.split("/")[0] in ("engine", "web", "tests", "bench", "shaders"):
            if not (ROOT / target).is_file():
                yield f"{path}: {target} does not exist"
            other = home(target)
            if folder in MAY and other != folder and other not in MAY[folder]:
                yield f"{path}: {folder} may not include {other} ({target})"
        if path.startswith("engine/") and kind == "<" and not SYSTEM_OF_ENGINE.match(target):
            yield f"{path}: the engine uses the standard library only, not <{target}>"
        if not path.startswith("web/platform/") and re.match(r"(emscripten|SDL)", target):
            yield f"{path}: only web/platform knows Emscripten and SDL, not <{target}>"


def check_text(path, text):
    if path.startswith(("engine/", "web/")) and not path.startswith("web/platform/") and "__EMSCRIPTEN__" in text:
        yield f"{path}: only web/platform knows Emscripten"
    if path.endswith((".h", ".hpp")) and "#pragma once" not in text:
        yield f"{path}: #pragma once is missing"
    if path.startswith("engine/") and re.search(r"\b(printf|std::print|std::cout|std::cerr|throw |std::exit|std::chrono|std::rand)\b", strip(text)):
        yield f"{path}: the engine neither prints, throws, exits nor reads a clock"


def strip(text):
    return re.sub(r"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\])*\"", "", text, flags=re.S)


def check_tables(paths):
    for folder, table in TABLES.items():
        if table not in paths:
            continue
        rows = {target for _, target in INCLUDE.findall((ROOT / table).read_text(encoding="utf-8"))}
        for path in paths:
            parent, _, name = path.rpartition("/")
            if parent != folder or path == table or not name.endswith(".cpp"):
                continue
            header = path[:-4] + ".h"
            # A unit split over several files (pool_gradient.cpp beside pool.cpp) is held by its first file's header.
            stems = [header] + [f"{folder}/{name[:-4].rsplit('_', k)[0]}.h" for k in range(1, name.count("_") + 1)]
            if not any(stem in rows for stem in stems):
                yield f"{path}: has no row in {table} ({header} is not included there)"


def main():
    paths = tracked()
    ours = [path for path in paths if path.endswith((".cpp", ".h", ".inl")) and path.startswith(("engine/", "web/", "tests/", "bench/"))]
    held = ours + [path for path in paths if path.endswith((".mjs", ".js", ".py", ".vert", ".frag", ".glsl", ".cmake"))]
    breaches = []
    for path in ours:
        text = (ROOT / path).read_text(encoding="utf-8")
        breaches += check_includes(path, text)
        breaches += check_text(path, text)
    for path in held:
        count = (ROOT / path).read_bytes().count(b"\n")
        if count > MAX_LINES:
            breaches.append(f"{path}: {count} lines; no unit over {MAX_LINES}")
    breaches += check_tables(paths)
    for breach in breaches:
        print(breach)
    print(f"layout: {len(ours)} sources, {0 if breaches else 1} passed, {len(breaches)} failed")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""clang-tidy over our sources: tools/tidy.py [FILE…]

A file is looked at again only when it, a header of ours that it includes, .clang-tidy or the flags changed. Takes the flags from
build/tests and build/desktop. Prints the findings and 'tidy: N files, N passed, N failed'."""

import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

ROOT = pathlib.Path(__file__).resolve().parents[1]
CACHE = pathlib.Path(os.environ.get("RIZBIN_CACHE") or pathlib.Path.home() / ".cache/rizbin") / "tidy"
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)
TIDY = shutil.which("clang-tidy-19") or shutil.which("clang-tidy")


def closure(path, seen):
    """All files of ours that a file includes, itself first."""
    if path in seen or not path.is_file():
        return seen
    seen.add(path)
    for target in INCLUDE.findall(path.read_text(encoding="utf-8")):
        for place in (ROOT / target, path.parent / target):
            if place.is_file():
                closure(place.resolve(), seen)
                break
    return seen


def commands():
    found = {}
    for build in ("tests", "desktop"):
        database = ROOT / "build" / build / "compile_commands.json"
        if not database.is_file():
            continue
        for entry in json.loads(database.read_text()):
            path = pathlib.Path(entry["file"])
            if path.is_relative_to(ROOT) and path.relative_to(ROOT).parts[0] in ("engine", "web"):
                found.setdefault(path, (database.parent, entry["command"].split(" -o ")[0]))
    return found


def look(item):
    path, (build, command) = item
    digest = hashlib.sha256()
    digest.update((ROOT / ".clang-tidy").read_bytes())
    digest.update(command.replace(str(ROOT), "").encode())
    for file in sorted(closure(path, set())):
        digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    for generated in ("strings.gen.h", "icons.gen.h"):
        text = (build / "gen" / generated)
        if text.is_file():
            digest.update(b"".join(re.findall(rb"^  [a-z0-9_]+,$|constexpr char k\w+", text.read_bytes(), re.M)))
    mark = CACHE / digest.hexdigest()
    if mark.exists():
        mark.touch()
        return path, True, ""
    done = subprocess.run([TIDY, "-quiet", f"-p={build}", str(path)], cwd=ROOT, capture_output=True, text=True)
    good = done.returncode == 0
    if good:
        mark.touch()
    return path, good, done.stdout + ("" if good else re.sub(r"(?m)^\d+ warnings? (generated|treated as errors).*\n?", "", done.stderr))


def main():
    if not TIDY:
        sys.exit("clang-tidy 19 is not installed: tools/setup.sh --test")
    CACHE.mkdir(parents=True, exist_ok=True)
    items = commands()
    if sys.argv[1:]:
        wanted = {pathlib.Path(name).resolve() for name in sys.argv[1:]}
        items = {path: entry for path, entry in items.items() if path in wanted}
    failed = 0
    with ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        for path, good, text in pool.map(look, sorted(items.items())):
            if not good:
                failed += 1
                print(text.strip() or f"{path.relative_to(ROOT)}: clang-tidy failed", flush=True)
    print(f"tidy: {len(items)} files, {len(items) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

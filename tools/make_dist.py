#!/usr/bin/env python3
"""Puts the finished page together: make_dist.py --page DIR --generated DIR --source DIR --out dist

Any static web server can serve the result as it is. Texts are also written as .gz and, where brotli is installed, .br beside
them, for servers that send those."""

import argparse
import gzip
import pathlib
import shutil
import subprocess

parser = argparse.ArgumentParser()
for name in ("page", "generated", "source", "out"):
    parser.add_argument(f"--{name}", type=pathlib.Path, required=True)
args = parser.parse_args()

files = {"index.html": args.source / "index.html", "app.mjs": args.page / "app.mjs", "app.wasm": args.page / "app.wasm"}
for file in sorted((args.source / "web/shell").glob("*")):
    if file.is_file() and file.suffix != ".md":
        files[file.name] = file
for file in sorted((args.generated / "licences").glob("*.txt")):
    files[f"licences/{file.name}"] = file

args.out.mkdir(exist_ok=True)
packed_suffixes = {".html", ".mjs", ".js", ".css", ".wasm", ".txt", ".json", ".svg", ".webmanifest"}
brotli = shutil.which("brotli")
keep = set()
for name, source in files.items():
    target = args.out / name
    keep.add(target)
    data = source.read_bytes()
    packed = [target.with_name(target.name + ".gz")] + ([target.with_name(target.name + ".br")] if brotli else [])
    if source.suffix in packed_suffixes:
        keep.update(packed)
    if target.is_file() and target.read_bytes() == data and all(p.is_file() for p in packed if p in keep):
        continue
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    if source.suffix in packed_suffixes:
        packed[0].write_bytes(gzip.compress(data, 6, mtime=0))
        if brotli:
            subprocess.run([brotli, "-f", "-q", "9", "-o", str(packed[1]), str(target)], check=True)
for file in args.out.rglob("*"):
    if file.is_file() and file not in keep:
        file.unlink()

#!/usr/bin/env python3
"""Puts the finished page together: make_dist.py --page DIR --generated DIR --source DIR --out dist

Any static web server can serve the result as it is. Files ask for each other with the build in the address (boot.js?v=…), so a
cache never mixes two builds, and the service worker gets the list of all files. Texts are also written as .gz and, where brotli is installed, .br beside
them, for servers that send those."""

import argparse
import gzip
import hashlib
import json
import pathlib
import re
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

build = hashlib.sha256(b"".join(name.encode() + source.read_bytes() for name, source in sorted(files.items()))).hexdigest()[:12]
own = {name for name in files if "/" not in name} - {"index.html", "sw.js"}


def versioned(name, data):
    """The file as it is shipped: addresses of our own files carry the build."""
    if name == "sw.js":
        shipped = ["./", *(f"{file}?v={build}" for file in sorted(own))]
        return data.decode().replace("__BUILD__", build).replace("'__FILES__'", ", ".join(f"'{file}'" for file in shipped)).encode()
    if name == "manifest.webmanifest":
        manifest = json.loads(data)
        for icon in manifest["icons"]:
            icon["src"] += f"?v={build}"
        return json.dumps(manifest, ensure_ascii=False).encode()
    if name == "index.html" or (name in own and name.endswith(".js")):
        pattern = r"""(["'])(\./)?(%s)\1""" % "|".join(map(re.escape, sorted(own)))
        return re.sub(pattern, rf"\1\2\3?v={build}\1", data.decode()).encode()
    return data


args.out.mkdir(exist_ok=True)
packed_suffixes = {".html", ".mjs", ".js", ".css", ".wasm", ".txt", ".json", ".svg", ".webmanifest"}
brotli = shutil.which("brotli")
keep = set()
for name, source in files.items():
    target = args.out / name
    keep.add(target)
    data = versioned(name, source.read_bytes())
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

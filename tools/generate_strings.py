#!/usr/bin/env python3
"""Both languages' texts as C++ tables: generate_strings.py en.json fa.json strings.gen.h

Each file is one object of "id": "text". An id is words of a-z, 0-9 and _ parted by /, the text may hold {placeholders}.
A text missing in either language, or with other placeholders in one, stops the build and is named."""

import json
import re
import sys


def read(path):
    def unique(pairs):
        seen = {}
        for key, value in pairs:
            if key in seen and seen[key] != value:
                problems.append(f"{path}: '{key}' stands twice with different texts")
            seen[key] = value
        return seen

    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file, object_pairs_hook=unique)
    except json.JSONDecodeError as error:
        sys.exit(f"{path}:{error.lineno}:{error.colno}: {error.msg}")


def literal(text):
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t").replace("?", "\\?")
    return f'"{escaped}"'


problems = []
en_path, fa_path, out_path = sys.argv[1:]
en, fa = read(en_path), read(fa_path)
for key in sorted(en.keys() | fa.keys()):
    if key not in fa:
        problems.append(f"{fa_path}: '{key}' is missing")
    elif key not in en:
        problems.append(f"{en_path}: '{key}' is missing")
    elif not re.fullmatch(r"[a-z][a-z0-9_]*(/[a-z0-9_]+)*", key):
        problems.append(f"'{key}' is no id: a-z, 0-9, _ and / only")
    elif not isinstance(en[key], str) or not isinstance(fa[key], str) or not en[key].strip() or not fa[key].strip():
        problems.append(f"'{key}' has no text in one language")
    else:
        holes = [sorted(re.findall(r"\{([a-z0-9_]*)\}", table[key])) for table in (en, fa)]
        if holes[0] != holes[1]:
            problems.append(f"'{key}' has placeholders {holes[0]} in English and {holes[1]} in Persian")
names = {}
for key in en:
    name = key.replace("/", "_")
    if name in names and names[name] != key:
        problems.append(f"'{key}' and '{names[name]}' would have the same name {name}")
    names[name] = key
if problems:
    sys.exit("\n".join(problems))

ids = sorted(en)
lines = ["// Made by tools/generate_strings.py from assets/text/*.json.", "#pragma once", "", "#include <string_view>", "",
         "namespace rizbin {", "", "enum class Str : unsigned short {"]
lines += [f"  {key.replace('/', '_')}," for key in ids]
lines += ["};", f"inline constexpr int kStrCount = {len(ids)};", ""]
for name, table in (("kStrId", {key: key for key in ids}), ("kStrEn", en), ("kStrFa", fa)):
    lines.append(f"inline constexpr std::string_view {name}[] = {{")
    lines += [f"    {literal(table[key])}," for key in ids]
    lines += ["};", ""]
lines += ["}  // namespace rizbin", ""]
with open(out_path, "w", encoding="utf-8") as file:
    file.write("\n".join(lines))

#!/usr/bin/env python3
"""Holds the course's words together: every chapter in both languages with the same steps, every step with prose, something to do and
what is said after it, the same formulas in both, Persian properly written. Run by ./test; names file and line of each breach."""

import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
COURSE = ROOT / "assets/course"
HEAD = ("key", "can", "before")
STEP = ("todo", "after")


def read(path):
    """The chapter's head and its steps: {id: {line, prose, todo, after}}."""
    head, steps, step, breaches = {}, {}, None, []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        where = f"{path.relative_to(ROOT)}:{number}"
        word, colon, rest = line.partition(": ")
        if line.startswith("## "):
            step = steps.setdefault(line[3:], {"line": where, "prose": ""})
        elif colon and word in HEAD + STEP:
            target = head if step is None else step
            if word not in (HEAD if step is None else STEP):
                breaches.append(f"{where}: '{word}' does not belong here")
            if word in target and word != "before":
                breaches.append(f"{where}: '{word}' a second time")
            target[word] = rest
        elif line.startswith("# "):
            head["title"] = line[2:]
        elif step is not None and line:
            step["prose"] += line + "\n"
        if line.count("{") != line.count("}") or line.count("[") != line.count("]"):
            breaches.append(f"{where}: a bracket is not closed")
        if path.name == "fa.md" and re.search(r"[كي٠-٩]|[۰-۹]", line):
            breaches.append(f"{where}: Arabic letters or digits; write ک, ی and 0–9")
        if path.name == "fa.md" and re.search(r"(?<![\w‌])(می|نمی) [آ-ی]", line):
            breaches.append(f"{where}: a half-space is missing after می")
        if "!" in line:
            breaches.append(f"{where}: no exclamation marks")
    return head, steps, breaches


def links(text):
    return sorted(re.findall(r"\]\(([^)]*)\)", text))


def main():
    breaches, chapters, count = [], sorted(p for p in COURSE.iterdir() if p.is_dir()), 0
    for chapter in chapters:
        number = int(chapter.name[:2])
        texts = {}
        for language in ("en", "fa"):
            path = chapter / f"{language}.md"
            if not path.is_file():
                breaches.append(f"{path.relative_to(ROOT)} is missing")
                continue
            head, steps, found = read(path)
            breaches += found
            texts[language] = steps
            breaches += [f"{path.relative_to(ROOT)}: '{w}' is missing" for w in ("title", "key", "can") if not head.get(w)]
            for name, step in steps.items():
                count += 1
                if not re.fullmatch(rf"{number}\.\d+", name):
                    breaches.append(f"{step['line']}: step {name} is not of chapter {number}")
                breaches += [f"{step['line']}: step {name} has no {w}" for w in ("prose", *STEP) if not step.get(w)]
        if len(texts) == 2:
            if list(texts["en"]) != list(texts["fa"]):
                breaches.append(f"{chapter.relative_to(ROOT)}: en.md and fa.md have different steps")
            for name in set(texts["en"]) & set(texts["fa"]):
                if links(texts["en"][name]["prose"]) != links(texts["fa"][name]["prose"]):
                    breaches.append(f"{texts['fa'][name]['line']}: step {name} points at other things than en.md")
    beliefs = json.loads((COURSE / "beliefs.json").read_text(encoding="utf-8"))
    for name, row in beliefs.items():
        figures = [set(re.findall(r"\{(\w+)\}", row.get(language, ""))) for language in ("en", "fa")]
        if not row.get("en") or not row.get("fa") or figures[0] != figures[1]:
            breaches.append(f"assets/course/beliefs.json: {name}: both languages, with the same figures")
    used = set(re.findall(r'(?:wrong\([^;]*?, |belief = )"(\w+)"', "".join(p.read_text(encoding="utf-8") for p in (ROOT / "engine/quiz").glob("*.cpp")), re.S))
    breaches += [f"engine/quiz: belief {name} has no reply in assets/course/beliefs.json" for name in sorted(used - set(beliefs))]
    questions = json.loads((COURSE / "questions.json").read_text(encoding="utf-8"))
    kinds = set(re.findall(r'Kind\{"([\w.]+)"', "".join(p.read_text(encoding="utf-8") for p in (ROOT / "engine/quiz").glob("*.cpp"))))
    breaches += [f"engine/quiz: {name} has no words in assets/course/questions.json" for name in sorted(kinds - set(questions))]
    breaches += [f"assets/course/questions.json: {name} is no kind of engine/quiz" for name in sorted(set(questions) - kinds)]
    for name, row in questions.items():
        for part in ("prompt", "hint", "why"):
            text = row.get(part, {})
            figures = [set(re.findall(r"\{(\w+)\}", text.get(language, ""))) for language in ("en", "fa")]
            if not text.get("en") or not text.get("fa") or figures[0] != figures[1]:
                breaches.append(f"assets/course/questions.json: {name}: {part} in both languages, with the same figures")
    for breach in breaches:
        print(breach)
    print(f"course: {len(chapters)} chapters, {count // 2} steps, {len(beliefs)} beliefs; {0 if breaches else 1} passed, {len(breaches)} failed")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())

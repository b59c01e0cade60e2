#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Says which golden message has no note in its first line, no other half, or no test that reads it.

usage: check.py               prints each mistake and the number of pairs
       check.py --self-test   makes each mistake and expects to find it
"""
import pathlib
import re
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
NOTES = {".xml": re.compile(r"<!-- \S.* -->"), ".html": re.compile(r"<!-- \S.* -->"),
         ".json": re.compile(r"// \S.*")}
OTHER_NOTE = re.compile(r"# \S.*")
# The other half of a message, by its suffix; everything else is a message.
HALVES = {".means", ".problems"}
# What a program wrote beside the message that it judged.
JUDGED = {".ics": ".json"}


def is_half(path):
    return path.suffix in HALVES or any(
        path.suffix == half and path.with_suffix(message).exists()
        for message, half in JUDGED.items())


def half_of(path):
    if path.suffix == ".toml":
        return path.with_suffix(".problems")
    return path.with_suffix(JUDGED.get(path.suffix, ".means"))


def note_problem(path):
    first = path.read_bytes().split(b"\n", 1)[0].decode("utf-8", "replace")
    if not NOTES.get(path.suffix, OTHER_NOTE).fullmatch(first):
        return "its first line is no note that says where its shape comes from"
    return None


def reader_of(path, root, sources):
    """A test that goes through the whole folder, or one that names the file."""
    folder = path.parent.relative_to(root).as_posix()
    for name, text in sources.items():
        tail = folder.split("/", 1)[-1]
        whole = (f'golden_pairs("{folder}")' in text or f'("{folder}"' in text
                 or f"tests/golden/{folder}" in text and "directory_iterator" in text
                 or f'expect_problems("{tail}"' in text and "tests/golden/config" in text)
        named = re.search(rf'[/"]{re.escape(path.name)}"', text)
        if whole or named:
            return name
    return None


def mistakes_in(root, sources):
    found, pairs, single = [], 0, 0
    for path in sorted(root.rglob("*")):
        if not path.is_file() or path.suffix == ".py" or "__pycache__" in path.parts:
            continue
        name = path.relative_to(root).as_posix()
        if is_half(path):
            messages = [p for p in path.parent.glob(path.stem + ".*") if not is_half(p)]
            if not messages:
                found.append(f"{name}: there is no message that means this")
            continue
        problem = note_problem(path)
        if problem:
            found.append(f"{name}: {problem}")
        if half_of(path).exists():
            pairs += 1
        else:
            single += 1
        if not reader_of(path, root, sources):
            found.append(f"{name}: no test reads it")
    return found, pairs, single


def sources_of(folder):
    return {str(path): path.read_text() for pattern in ("*.cpp", "*.hpp")
            for path in folder.rglob(pattern)}


def self_test():
    reader = {"a_test.cpp": 'for (auto& pair : golden_pairs("ews/answers")) golden("lone.json");'}
    cases = [
        ({"ews/answers/a.xml": "<!-- from there -->\n<a/>", "ews/answers/a.means": "x"}, 0),
        ({"ews/answers/a.xml": "<a/>", "ews/answers/a.means": "x"}, 1),
        ({"ews/answers/a.xml": "<!-- -->\n<a/>", "ews/answers/a.means": "x"}, 1),
        ({"ews/answers/a.json": "# no\n{}", "ews/answers/a.means": "x"}, 1),
        ({"ews/answers/gone.means": "x"}, 1),
        ({"graph/lone.json": "// from there\n{}"}, 0),
        ({"graph/other.json": "// from there\n{}"}, 1),
        ({"graph/b.ics": "# from there\n", "graph/b.json": "{}"}, 1),
    ]
    wrong = 0
    for files, expected in cases:
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for name, text in files.items():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text(text)
            found = mistakes_in(root, reader)[0]
        if len(found) != expected:
            print(f"{sorted(files)}: expected {expected}, found {found}")
            wrong += 1
    print(f"{len(cases)} cases, {wrong} wrong")
    return 1 if wrong else 0


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    found, pairs, single = mistakes_in(HERE, sources_of(HERE.parent / "unit"))
    for mistake in found:
        print(mistake)
    print(f"{pairs} golden pairs and {single} messages whose other half is in a test, "
          f"{len(found)} mistakes")
    return 1 if found or pairs < 120 else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Style as a test: lengths, banned calls, licence lines, orphans, documentation that names files.

Usage: tidy.py [ROOT]       one line per violation, exit 1; lines with "note:" do not fail
       tidy.py --self-test  plants violations and expects to find each

The limits, the banned calls and the exceptions are rows of tidy_rules.py.
"""

import os
import pathlib
import re
import sys

import tidy_rules as rules
from cpp_text import blank_out, closing_brace, functions

# Put together here, so that this file does not trip over itself.
LEFT_BEHIND = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX|HA" r"CK)\b")
MACHINE_PATH = re.compile(r"(?<![\w.*-])/(wo" r"rk|fa" r"rm|tmp/bash_" r"jobs)/")
BANNED = [(re.compile(pattern), *row) for pattern, *row in rules.BANNED]
SWITCH = re.compile(r"\bswitch\s*\(")
CLOSED_CASE = re.compile(r"\bcase\s+(?:\w+::)*(" + "|".join(rules.CLOSED_ENUMS) + r")::")
DOC_PATH = re.compile(
    r"^(?:gateway|protocols|cache|config|tests|tools|docs|packaging|\.ci)/[\w./*<>-]*$")
DOC_CODE = re.compile(r"`([^`\n]+)`")
DOC_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)")


def walk(root):
    for folder, names, files in os.walk(root):
        names[:] = sorted(n for n in names if n not in rules.SKIPPED_FOLDERS)
        for name in sorted(files):
            yield pathlib.Path(folder, name)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


class Tidy:
    def __init__(self, root):
        self.root = root
        self.problems = []
        self.notes = []
        self.cmake = {}  # folder -> text of its CMake files
        self.seen = 0

    def run(self):
        paths = [p for p in walk(self.root) if not p.is_symlink()]
        for path in paths:
            if path.name == "CMakeLists.txt" or path.suffix == ".cmake":
                folder = path.parent.relative_to(self.root).as_posix()
                text = re.sub(r"#.*", "", path.read_text(encoding="utf-8"))
                self.cmake[folder] = self.cmake.get(folder, "") + text
        for path in paths:
            self.check(path)
        return self

    def fail(self, name, line, words):
        self.problems.append(f"{name}:{line}: {words}")

    def check(self, path):
        name = path.relative_to(self.root).as_posix()
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            return  # bytes, not text
        self.seen += 1
        if name == "LICENSE":
            return
        self.check_words(name, text)
        if name.startswith(rules.DATA_FOLDERS):
            return
        if path.suffix in rules.CPP:
            self.check_cpp(name, text)
        is_script = path.suffix == ".py" or text.startswith("#!")
        if path.suffix in rules.CPP or is_script:
            self.check_shape(name, text)
            self.check_owner(name, text)
            self.check_listed(name, path)
        if path.suffix == ".md":
            self.check_document(name, text)

    def check_words(self, name, text):
        for found in MACHINE_PATH.finditer(text):
            self.fail(name, line_of(text, found.start()), f"a path of one machine: {found[0]}")
        if name.startswith(rules.DATA_FOLDERS):
            return
        for found in LEFT_BEHIND.finditer(text):
            words = f"left behind: {found[0]}; finish it, or write it down as a limit"
            self.fail(name, line_of(text, found.start()), words)

    def check_shape(self, name, text):
        lines = text.splitlines()
        for number, line in enumerate(lines, 1):
            if len(line) > rules.LINE_COLUMNS and "http" not in line:
                self.fail(name, number, f"{len(line)} columns, the limit is {rules.LINE_COLUMNS}")
        self.check_length(name, 1, "the file", len(lines), name in rules.LONG_FILES,
                          rules.FILE_LINES_GUIDE, rules.FILE_LINES_LIMIT)

    def check_length(self, name, line, what, lines, excepted, guide, limit):
        if lines > limit and not excepted:
            self.fail(name, line, f"{what} has {lines} lines, the limit is {limit}")
        elif lines > guide:
            words = f"{what} has {lines} lines, the guide is {guide}"
            self.notes.append(f"note: {name}:{line}: {words}")

    def check_owner(self, name, text):
        mark = "//" if name.endswith(rules.CPP) else "#"
        lines = text.splitlines()
        first = 1 if text.startswith("#!") else 0
        if lines[first:first + 2] != [f"{mark} {words}" for words in rules.LICENCE]:
            self.fail(name, first + 1, "must begin with the two licence lines of the other files")

    def check_cpp(self, name, text):
        code = blank_out(text)
        for pattern, where, allowed, instead in BANNED:
            if not name.startswith(where) or name.startswith(tuple(allowed)):
                continue
            for found in pattern.finditer(code):
                self.fail(name, line_of(code, found.start()), f"{found[0].strip()}: use {instead}")
        if name.endswith(".hpp"):
            if "#pragma once" not in code:
                self.fail(name, 1, "a header needs #pragma once")
            for found in re.finditer(r"^using\s+namespace\b", code, re.M):
                self.fail(name, line_of(code, found.start()), "using namespace in a header")
        if not name.startswith("tests/"):
            self.check_switches(name, code)
        for function, start, lines in functions(code):
            excepted = (name, function) in rules.LONG_FUNCTIONS
            self.check_length(name, start, function, lines, excepted,
                              rules.FUNCTION_LINES_GUIDE, rules.FUNCTION_LINES_LIMIT)

    def check_switches(self, name, code):
        for found in SWITCH.finditer(code):
            opening = code.find("{", found.end())
            body = code[opening:closing_brace(code, opening)] if opening >= 0 else ""
            enum = CLOSED_CASE.search(body)
            if enum and re.search(r"\bdefault\s*:", body):
                self.fail(name, line_of(code, found.start()),
                          f"a switch over {enum[1]} with a default: name every value")

    def check_listed(self, name, path):
        """Each source, library header and test script stands in CMake, or nobody builds it."""
        is_library_header = path.suffix == ".hpp" and name.startswith(rules.LIBRARIES)
        is_test_script = name.startswith("tests/") and name.endswith("_test.py")
        if path.suffix != ".cpp" and not is_library_header and not is_test_script:
            return
        for folder, text in self.cmake.items():
            inside = name
            if path.is_relative_to(self.root / folder):
                inside = path.relative_to(self.root / folder).as_posix()
            ending = r"(\.py)?" if is_test_script else ""
            inside = re.escape(inside.removesuffix(".py")) + ending
            if re.search(r"(?<![\w.-])" + inside + r"(?![\w.-])", text):
                return
        self.fail(name, 1, "is named in no CMakeLists.txt")

    def check_document(self, name, text):
        folder = (self.root / name).parent
        for found in DOC_LINK.finditer(text):
            target = found[1]
            elsewhere = "://" in target or target.startswith("mailto:")
            if not elsewhere and not (folder / target).exists():
                self.fail(name, line_of(text, found.start()), f"links to {target}, a missing file")
        for found in DOC_CODE.finditer(text):
            for word in found[1].split():
                word = word.rstrip(".,:;)")
                if DOC_PATH.match(word) and not self.document_path_exists(word):
                    self.fail(name, line_of(text, found.start()), f"names {word}, a missing file")

    def document_path_exists(self, word):
        if "<" in word or "*" in word:
            return any(self.root.glob(re.sub(r"<[^>]*>", "*", word).rstrip("/")))
        return any((self.root / (word + ending)).exists() for ending in ("", ".hpp", ".cpp"))


def main():
    if sys.argv[1:] == ["--self-test"]:
        import tidy_self_test
        return tidy_self_test.run(Tidy)
    root = pathlib.Path(sys.argv[1] if sys.argv[1:] else pathlib.Path(__file__).parents[2])
    tidy = Tidy(root.resolve()).run()
    for line in tidy.notes + sorted(tidy.problems):
        print(line)
    print(f"tidy: {tidy.seen} files, {len(tidy.problems)} violations, {len(tidy.notes)} notes")
    return 1 if tidy.problems or not tidy.seen else 0


if __name__ == "__main__":
    sys.exit(main())

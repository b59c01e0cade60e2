#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Holds the tree to layers.txt: include lines of C++ files, link lists of CMake libraries.

Usage: check_layers.py [ROOT]       exit 1 and one line per violation
       check_layers.py --self-test  plants violations and expects to find each
"""

import pathlib
import re
import sys
import tempfile

CODE_FOLDERS = ("protocols", "cache", "config", "gateway", "tools", "tests")
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')
FB_LIBRARY = re.compile(r"\bfb_library\(\s*(\w+)([^)]*)\)")


class Rules:
    """layers.txt, parsed."""

    def __init__(self, text):
        self.layers = {}  # folder -> (project folders, {library: headers too?})
        self.keys = {}  # header -> folders that may include it
        self.libraries = {}  # include prefix -> library
        for number, line in enumerate(text.splitlines(), 1):
            line = line.split("#", 1)[0].strip()
            if not line:
                continue
            kind, _, rest = line.partition(" ")
            parts = [part.split() for part in rest.split(":")]
            if kind == "layer" and len(parts) == 3:
                project = [p for p in parts[1] if p != "-"]
                libraries = {
                    p.rstrip("!"): not p.endswith("!") for p in parts[2] if p != "-"
                }
                self.layers[parts[0][0]] = (project, libraries)
            elif kind == "only" and len(parts) == 2:
                self.keys[parts[0][0]] = parts[1]
            elif kind == "library" and len(parts) == 2:
                self.libraries.update((prefix, parts[0][0]) for prefix in parts[1])
            else:
                raise SystemExit(f"layers.txt:{number}: not understood: {line}")
        named = set(self.libraries.values())
        for folder, (_, libraries) in self.layers.items():
            for library in libraries:
                if library != "*" and library not in named:
                    raise SystemExit(f"layers.txt: {folder} allows '{library}', which has no row")

    def layer_of(self, path):
        return longest_folder(path, self.layers)

    def library_of(self, include):
        """The library of an include path; "" is the standard library, None is unknown."""
        best = max((p for p in self.libraries if include.startswith(p)), key=len, default=None)
        if best is not None:
            return self.libraries[best]
        standard = "/" not in include and ("." not in include or include in C_STANDARD)
        return "" if standard else None


C_STANDARD = {"errno.h", "limits.h", "stdint.h", "stdio.h", "stdlib.h", "string.h", "time.h"}


def longest_folder(path, folders):
    fitting = [f for f in folders if path == f or path.startswith(f + "/")]
    return max(fitting, key=len, default=None)


def check_project_include(rules, path, layer, include):
    places = rules.keys.get(include)
    if places is not None and longest_folder(path, places) is None:
        return f"{include} is a passkey: only {' and '.join(places)} may include it"
    if include.split("/")[0] not in CODE_FOLDERS:
        return f'"{include}": include paths start at the root of the project'
    target = rules.layer_of(include)
    if target is None:
        return f'"{include}" is in no layer of layers.txt'
    allowed = rules.layers[layer][0]
    if target == layer or "*" in allowed or longest_folder(include, allowed):
        return None
    return f"{layer} may not include {target} ({include})"


def check_library_include(rules, path, layer, include):
    library = rules.library_of(include)
    if library == "":
        return None
    if library is None:
        return f"<{include}> belongs to no library of layers.txt"
    allowed = rules.layers[layer][1]
    if "*" in allowed or allowed.get(library):
        return None
    if library in allowed:
        if path.endswith(".cpp"):
            return None
        return f"{layer} may include {library} in .cpp files only ({include})"
    return f"{layer} may not include {library} ({include})"


def check_file(rules, root, path):
    relative = path.relative_to(root).as_posix()
    layer = rules.layer_of(relative)
    if layer is None:
        return [f"{relative}: is in no layer of layers.txt"]
    problems = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        found = INCLUDE.match(line)
        if not found:
            continue
        check = check_project_include if found[1] == '"' else check_library_include
        problem = check(rules, relative, layer, found[2])
        if problem:
            problems.append(f"{relative}:{number}: {problem}")
    return problems


def check_links(rules, root):
    """fb_library(...) may link only the libraries of folders that its own folder may include."""
    libraries = {}  # name -> (folder, file, body)
    for top in CODE_FOLDERS:
        for file in sorted((root / top).rglob("CMakeLists.txt")):
            text = re.sub(r"#.*", "", file.read_text(encoding="utf-8"))
            for name, body in FB_LIBRARY.findall(text):
                folder = file.parent.relative_to(root).as_posix()
                libraries[name] = (folder, file.relative_to(root).as_posix(), body)
    problems = []
    for name, (folder, file, body) in libraries.items():
        layer = rules.layer_of(folder)
        if layer is None:
            problems.append(f"{file}: {folder} is in no layer of layers.txt")
            continue
        allowed = rules.layers[layer][0]
        for word in body.split():
            target = libraries[word][0] if word in libraries else folder
            if rules.layer_of(target) == layer or "*" in allowed:
                continue
            if not longest_folder(target, allowed):
                why = f"{layer} may not include {target}"
                problems.append(f"{file}: {name} may not link {word}: {why}")
    return problems


def check_tree(rules, root):
    problems = []
    seen = 0
    for top in CODE_FOLDERS:
        for path in sorted((root / top).rglob("*")):
            if path.suffix in (".cpp", ".hpp") and "testdata" not in path.parts:
                seen += 1
                problems += check_file(rules, root, path)
    return seen, problems + check_links(rules, root)


# file: (its include lines, words of the expected violation, or None when it must pass)
PLANTED = {
    "protocols/model/a.hpp": (["<boost/asio.hpp>"], "protocols/model may not include asio"),
    "protocols/ews/a.cpp": (['"protocols/graph/graph.hpp"'], "may not include protocols/graph"),
    "protocols/wire/a.cpp": (['"gateway/net/x.hpp"'], "may not include gateway/net"),
    "gateway/policy/a.cpp": (["  <openssl/ssl.h>"], "may not include openssl"),
    "gateway/pipeline/a.cpp": (['"protocols/ews/ews.hpp"'], "may not include protocols/ews"),
    "gateway/pipeline/b.cpp": (['"gateway/policy/permit_mint.hpp"'], "is a passkey"),
    "gateway/ops/a.hpp": (["<spdlog/spdlog.h>"], "in .cpp files only"),
    "gateway/front/a.cpp": (['"listener.hpp"'], "start at the root"),
    "gateway/front/b.cpp": (["<curl/curl.h>"], "belongs to no library"),
    "tests/unit/a_test.cpp": (['"gateway/identity/caller_mint.hpp"'], "is a passkey"),
    "tools/cloudsim/a.cpp": (['"gateway/front/x.hpp"'], "may not include gateway/front"),
    "gateway/policy/decide.cpp": (['"gateway/policy/permit_mint.hpp"'], None),
    "tests/support/mint.hpp": (['"gateway/policy/permit_mint.hpp"'], None),
    "gateway/ops/b.cpp": (["<spdlog/spdlog.h>", "<vector>", "<sys/stat.h>"], None),
    "gateway/front/c.cpp": (['"protocols/ews/ews.hpp"', "<boost/asio/awaitable.hpp>"], None),
    "protocols/graph/a.cpp": (['"protocols/wire/json.hpp"', "<boost/json/value.hpp>"], None),
}
PLANTED_CMAKE = {
    "cache/CMakeLists.txt": ("fb_library(fb_low LINK fb_high)\n", "is in no layer"),
    "cache/store/CMakeLists.txt": ("fb_library(fb_store\n  LINK fb_app)\n", "may not link fb_app"),
    "gateway/app/CMakeLists.txt": ("fb_library(fb_app LINK fb_store)\n", None),
}


def self_test(rules):
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        planted = {name: (text, words) for name, (text, words) in PLANTED_CMAKE.items()}
        for name, (includes, words) in PLANTED.items():
            text = '// #include "gateway/app/x.hpp"\n'
            planted[name] = (text + "".join(f"#include {i}\n" for i in includes), words)
        for name, (text, _) in planted.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        _, problems = check_tree(rules, root)
    failures = []
    for name, (_, words) in planted.items():
        mine = [p for p in problems if p.startswith(name + ":")]
        if words is None and mine:
            failures.append(f"refused what is allowed: {mine}")
        if words is not None and not any(words in p for p in mine):
            failures.append(f"{name}: expected '{words}', got {mine}")
    return failures


def main():
    here = pathlib.Path(__file__).resolve()
    rules = Rules((here.parent / "layers.txt").read_text(encoding="utf-8"))
    if sys.argv[1:] == ["--self-test"]:
        failures = self_test(rules)
        count = len(PLANTED) + len(PLANTED_CMAKE)
        print("\n".join(failures) or f"check_layers: {count} planted files judged as expected")
        return 1 if failures else 0
    root = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here.parents[2]
    seen, problems = check_tree(rules, root)
    if seen == 0:
        problems.append(f"{root}: no C++ file found")
    print("\n".join(problems) or f"check_layers: {seen} files keep to their layers")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

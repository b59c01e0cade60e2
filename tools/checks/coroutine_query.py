#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Finds the coroutine expressions that GCC 12 compiles into a double free, with clang-query.

A temporary that needs a destructor and is made by braces, by `?:` or by a lambda with captures is
destroyed twice when the same full expression holds a co_await. Naming the thing on the line before
is always right. Also finds coroutine lambdas with captures that are handed to co_spawn: a named
function shows what outlives the call.
docs/decisions/0001-clang-and-gcc.md has the story.

Usage: coroutine_query.py BUILD_DIR    looks at every coroutine in BUILD_DIR's compile_commands.json
       coroutine_query.py --self-test  judges testdata/coroutine_shapes.cpp line by line

An answer is kept in BUILD_DIR until the source, or a project header that it includes, changes.
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHAPES = ROOT / "tools/checks/testdata/coroutine_shapes.cpp"

WORDS = {
    "braces": "a braced temporary beside co_await: name it on the line before and std::move it in",
    "list": "an initializer list beside co_await: name the container on the line before",
    "around": "co_await inside braces: await on the line before, then fill in the result",
    "choice": "a temporary made by ?: beside co_await: name it on the line before",
    "branch": "co_await in a branch of ?: : write an if",
    "spawn": "a coroutine lambda with captures given to co_spawn: write a named function",
    "lambda": "a lambda with captures beside co_await: name it on the line before and move it in",
}

# `own` keeps library code out. `full` is a full expression that awaits in the function `f` itself,
# not in a lambda inside it. A class-type temporary with a destructor is a cxxBindTemporaryExpr.
QUERY = """
set traversal AsIs
set bind-root false
set output diag
let own isExpansionInFileMatching("^{root}/")
let function forFunction(functionDecl().bind("f"))
let await coawaitExpr(forFunction(functionDecl(equalsBoundNode("f"))))
let full expr(own, unless(hasParent(expr())), hasDescendant(await))
let awaits anyOf(await, hasDescendant(await))
let braces cxxBindTemporaryExpr(has(initListExpr()), hasAncestor(full)).bind("braces")
let list cxxStdInitializerListExpr(hasAncestor(full)).bind("list")
let around initListExpr(hasDescendant(await)).bind("around")
let makes cxxBindTemporaryExpr()
let chooses conditionalOperator(anyOf(hasTrueExpression(makes), hasFalseExpression(makes)))
let choice expr(chooses, hasAncestor(full)).bind("choice")
let yes conditionalOperator(hasTrueExpression(awaits)).bind("branch")
let no conditionalOperator(hasFalseExpression(awaits)).bind("branch")
let lambda cxxBindTemporaryExpr(has(lambdaExpr()), hasAncestor(full)).bind("lambda")
let beside allOf(function, eachOf(braces, list, around, choice, yes, no, lambda))
let keeps lambdaExpr(hasAnyCapture(lambdaCapture()), hasDescendant(coawaitExpr()))
let spawns callee(functionDecl(hasName("co_spawn")))
let spawn callExpr(spawns, hasAnyArgument(anyOf(keeps, hasDescendant(keeps)))).bind("spawn")
m expr(own, eachOf(beside, spawn))
"""
FOUND = re.compile(r'^(.+?):(\d+):\d+: note: "(' + "|".join(WORDS) + r')" binds here$', re.M)
ERROR = re.compile(r"^.*(?:\berror: |:\d+:\d+: Error|not found|Invalid|Incorrect).*$", re.M)


def ask(source, arguments):
    """Runs clang-query over one source; gives sorted (file, line, kind)."""
    commands = [c for c in QUERY.format(root=re.escape(str(ROOT))).splitlines() if c]
    flags = [part for command in commands for part in ("-c", command)]
    run = subprocess.run(["clang-query-14", *flags, str(source), *arguments],
                         capture_output=True, text=True, timeout=600, check=False)
    output = run.stdout + run.stderr
    complaint = ERROR.search(output)
    if run.returncode or complaint:
        raise RuntimeError(f"{source}: clang-query: {complaint[0] if complaint else output[-500:]}")
    found = {(os.path.relpath(f, ROOT), int(line), kind) for f, line, kind in FOUND.findall(output)}
    return sorted(found)


def project_dependencies(build):
    """object -> the project's own files that went into it, from ninja's log of the build."""
    command = ["ninja", "-C", str(build), "-t", "deps"]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    result, current = {}, None
    prefix = str(ROOT) + "/"
    for line in run.stdout.splitlines():
        if line and not line.startswith(" "):
            current = result.setdefault(line.split(":")[0], [])
        elif current is not None and line.startswith("    " + prefix):
            current.append(line.strip())
    return result


class Files:
    """Texts of project files, read once."""

    def __init__(self):
        self.texts = {}

    def text(self, path):
        if path not in self.texts:
            self.texts[path] = pathlib.Path(path).read_bytes()
        return self.texts[path]


def coroutine_sources(build):
    """source -> a hash of everything of ours that the answer depends on."""
    commands = json.loads((build / "compile_commands.json").read_text())
    dependencies = project_dependencies(build)
    files = Files()
    sources = {}
    for entry in commands:
        source = os.path.normpath(os.path.join(entry["directory"], entry["file"]))
        output = entry.get("output") or re.search(r" -o (\S+)", entry["command"])[1]
        if not source.startswith(str(ROOT) + "/") or source.startswith(str(build) + "/"):
            continue
        used = sorted({source, *dependencies.get(output, [])})
        if not any(b"co_await" in files.text(path) for path in used):
            continue
        digest = hashlib.sha256((QUERY + entry["command"]).encode())
        for path in used:
            digest.update(path.encode() + b"\0" + files.text(path) + b"\0")
        sources[source] = digest.hexdigest()
    return sources


def check(build):
    memory_file = build / "coroutine_query.json"
    memory = json.loads(memory_file.read_text()) if memory_file.exists() else {}
    sources = coroutine_sources(build)
    kept = {s: memory[s] for s, h in sources.items() if memory.get(s, {}).get("hash") == h}
    problems = []

    def look(source):
        found = ask(source, ["-p", str(build), "--extra-arg=-w"])
        return source, {"hash": sources[source], "found": found}

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        waiting = [pool.submit(look, s) for s in sorted(sources) if s not in kept]
        for done in concurrent.futures.as_completed(waiting):
            try:
                source, answer = done.result()
                kept[source] = answer
            except (RuntimeError, subprocess.TimeoutExpired) as error:
                problems.append(str(error))
    memory_file.write_text(json.dumps(kept, indent=1))
    found = {tuple(f) for answer in kept.values() for f in answer["found"]}
    problems += [f"{file}:{line}: {WORDS[kind]}" for file, line, kind in sorted(found)]
    if not sources:
        problems.append(f"{build}: no coroutine found; is it built?")
    print("\n".join(problems) or
          f"coroutine_query: {len(sources)} sources with coroutines, {len(waiting)} looked at anew")
    return 1 if problems else 0


def self_test():
    lines = SHAPES.read_text().splitlines()
    expected = {number for number, line in enumerate(lines, 1) if line.endswith("// REFUSED")}
    found = ask(SHAPES, ["--", "-std=c++20"])
    seen = {line for _, line, _ in found}
    silent = WORDS.keys() - {kind for _, _, kind in found}
    failures = [f"{n}: not found: {lines[n - 1].strip()}" for n in sorted(expected - seen)]
    failures += [f"{n}: wrongly refused: {lines[n - 1].strip()}" for n in sorted(seen - expected)]
    failures += [f"no line is found by '{kind}'" for kind in sorted(silent)]
    print("\n".join(failures) or f"coroutine_query: found the {len(expected)} planted lines only")
    return 1 if failures else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    if sys.argv[1] == "--self-test":
        sys.exit(self_test())
    sys.exit(check(pathlib.Path(sys.argv[1]).resolve()))

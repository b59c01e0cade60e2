# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Plants files that tidy.py must refuse, and some that it must not."""

import pathlib
import tempfile

HEAD = "// SPDX-License-Identifier: Apache-2.0\n// Copyright 2026 The freebusy-gateway authors\n"
SCRIPT_HEAD = "#!/usr/bin/env python3\n" + HEAD.replace("//", "#")
LEFT = "TO" + "DO"
MACHINE = "/wo" + "rk/main"


def function_of(lines, name="f"):
    """A function that is `lines` lines long, braces included."""
    return f"int {name}(int a) {{\n" + "  a += 1;\n" * (lines - 3) + "  return a;\n}\n"


def switch_over(label):
    return f"int f(int k) {{ switch (k) {{ case {label}: return 1; default: return 2; }} }}\n"


def rows_of(lines):
    return "const int kRows[] = {\n" + "    1,\n" * (lines - 2) + "};\n"


# name -> (content, words of the violation that is expected, or None when the file must pass)
PLANTED = {
    "cache/a.cpp": (HEAD + "void f() { std::this_thread::sleep_for(1s); }\n", "TimerSource"),
    "cache/b.cpp": (HEAD + "auto t = std::chrono::system_clock::now();\n", "a Clock"),
    "cache/c.cpp": (HEAD + 'void f() { std::cout << "x"; }\n', "libraries print nothing"),
    "cache/d.cpp": (HEAD + "void f() { try { } catch (...) {} }\n", "an exception is a bug"),
    "cache/e.cpp": (HEAD + "void f() { try { } catch (const std::exception& e) {} }\n", "a bug"),
    "cache/f.cpp": (HEAD + "void f(char* p) { std::strtok(p, q); }\n", "reentrant"),
    "cache/g.cpp": (HEAD + "int a = std::stoi(s);\n", "from_chars"),
    "cache/h.cpp": ("#include <vector>\n", "licence lines"),
    "cache/i.cpp": (HEAD + f"// {LEFT}: later\n", "left behind"),
    "cache/j.cpp": (HEAD + f"// see {MACHINE}/x\n", "path of one machine"),
    "cache/k.cpp": (HEAD + "// " + "x" * 98 + "\n", "101 columns"),
    "cache/l.cpp": (HEAD + "int a;\n" * 499, "the file has 501 lines"),
    "cache/m.cpp": (HEAD + function_of(91), "f has 91 lines"),
    "cache/n.hpp": (HEAD + "#pragma once\nusing namespace std;\n", "using namespace in a header"),
    "cache/o.hpp": (HEAD + "int a();\n", "#pragma once"),
    "cache/p.cpp": (HEAD + switch_over("model::ErrorKind::a"), "name every value"),
    "cache/orphan.cpp": (HEAD + "int a;\n", "in no CMakeLists.txt"),
    "cache/orphan.hpp": (HEAD + "#pragma once\n", "in no CMakeLists.txt"),
    "gateway/net/a.cpp": (HEAD + "auto mode = ssl::verify_none;\n", "verify_peer"),
    "gateway/net/b.cpp": (HEAD + "void f() { spdlog::info(1); }\n", "log of gateway/ops"),
    "tests/unit/a_test.cpp": (HEAD + "TEST(A, DISABLED_b) {}\n", "a test that runs"),
    "tests/unit/b_test.cpp": (HEAD + "TEST(A, b) { GTEST_SKIP(); }\n", "what is missing here"),
    "tests/unit/c_test.cpp": (HEAD + "class A {\n" + function_of(95, "g") + "};\n", "g has 95"),
    "tests/integration/orphan_test.py": (SCRIPT_HEAD, "in no CMakeLists.txt"),
    "tools/run": ("#!/bin/sh\necho\n", "licence lines"),
    "docs/a.md": ("see `gateway/net/gone.cpp`\n", "names gateway/net/gone.cpp"),
    "docs/b.md": ("see [there](gone.md#x)\n", "links to gone.md"),
    "docs/c.md": (f"run it in {MACHINE}\n", "path of one machine"),
    # What must pass.
    "cache/ok_a.cpp": (HEAD + '// sleep_for\nconst char* a = "system_clock::now()";\n', None),
    "cache/ok_b.cpp": (HEAD + 'auto a = R"x(catch (...) { sleep(1) })x";\n' + rows_of(9), None),
    "cache/ok_c.cpp": (HEAD + rows_of(200) + "namespace n {\n" + function_of(70) * 2 + "}\n", None),
    "cache/ok_d.cpp": (HEAD + switch_over("'x'"), None),
    "cache/ok_e.cpp": (HEAD + "A::A(int b) : b_{b} {}\nvoid g(B b = {}) { b.time(0); }\n", None),
    "gateway/async/clock.cpp": (HEAD + "auto a = std::chrono::steady_clock::now();\n", None),
    "tools/ok": (SCRIPT_HEAD + "print()\n", None),
    "docs/ok.md": ("`gateway/async/clock`, `cache/ok_<x>.cpp`, [this](a.md), `a/b.cpp`\n", None),
    "tests/golden/left.txt": (f"{LEFT}\n", None),
}


def run(tidy):
    listed = {}
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder).resolve()
        for name, (content, _) in PLANTED.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
            if "orphan" not in name:
                listed.setdefault(name.split("/")[0], []).append(name.split("/", 1)[1])
        for top, names in listed.items():
            (root / top / "CMakeLists.txt").write_text("x(" + "\n  ".join(names) + ")\n")
        problems = tidy(root).run().problems
    failures = []
    for name, (_, words) in PLANTED.items():
        mine = [p for p in problems if p.startswith(name + ":")]
        if words is None and mine:
            failures.append(f"refused what is allowed: {mine}")
        if words is not None and len(mine) != 1 or words is not None and words not in mine[0]:
            failures.append(f"{name}: expected one violation with '{words}', got {mine}")
    print("\n".join(failures) or f"tidy: {len(PLANTED)} planted files judged as expected")
    return 1 if failures else 0

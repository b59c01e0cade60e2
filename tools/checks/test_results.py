#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Counts test cases, not programs: reads what GoogleTest and unittest printed for ctest.

Usage: test_results.py --self-test
"""

import dataclasses
import re
import sys
import xml.etree.ElementTree

GTEST_PASSED = re.compile(r"^\[  PASSED  \] (\d+) tests?", re.M)
GTEST_FAILED = re.compile(r"^\[  FAILED  \] ([\w/]+\.[\w/]+)(?:,|$| \()", re.M)
GTEST_SKIPPED = re.compile(r"^\[  SKIPPED \] ([\w/]+\.[\w/]+)$", re.M)
UNITTEST_RAN = re.compile(r"^Ran (\d+) tests? in", re.M)
UNITTEST_SKIPPED = re.compile(r"\bskipped=(\d+)")


@dataclasses.dataclass
class Results:
    passed: int = 0
    programs: int = 0
    failures: list = dataclasses.field(default_factory=list)
    skips: list = dataclasses.field(default_factory=list)

    @property
    def failed(self):
        return len(self.failures)

    def fail(self, words):
        self.failures.append(words)

    def summary(self):
        words = f"{self.passed} passed, {self.failed} failed"
        if self.skips:
            words += f", {len(self.skips)} skipped"
        return words + (f" in {self.programs} programs" if self.programs else "")

    def add(self, stage, other):
        self.passed += other.passed
        self.failures += [f"{stage}: {words}" for words in other.failures]
        self.skips += [f"{stage}: {words}" for words in other.skips]


def count_program(results, name, ok, output):
    """Adds the cases of one program; a program of another kind counts as one case."""
    results.programs += 1
    skipped = sorted(set(GTEST_SKIPPED.findall(output)))
    passed = GTEST_PASSED.search(output)
    ran = UNITTEST_RAN.search(output)
    if passed:
        results.passed += int(passed[1])
        results.skips += [f"{name}: {case}" for case in skipped]
    elif ran and ok:
        lost = UNITTEST_SKIPPED.search(output)
        results.passed += int(ran[1]) - int(lost[1] if lost else 0)
        if lost:
            results.skips.append(f"{name}: {lost[1]} cases")
    elif ok:
        results.passed += 1
    if ok and passed and int(passed[1]) == 0 and not skipped:
        results.fail(f"{name}: ran no case")
    if not ok:
        cases = sorted(set(GTEST_FAILED.findall(output)))
        results.failures += [f"{name}: {case}" for case in cases] or [name]


def read_junit(path):
    results = Results()
    if not path.exists():
        return results
    for case in xml.etree.ElementTree.parse(path).getroot().iter("testcase"):
        output = case.findtext("system-out") or ""
        count_program(results, case.get("name"), case.get("status") == "run", output)
    return results


# name, whether ctest passed it, its output, and the passed, failed and skipped that are expected
SAMPLES = [
    ("gtest", True, "[  PASSED  ] 12 tests.\n", 12, [], []),
    ("one", True, "[  PASSED  ] 1 test.\n", 1, [], []),
    ("skips", True, "[  SKIPPED ] A.b (0 ms)\n[  PASSED  ] 2 tests.\n[  SKIPPED ] A.b\n", 2, [],
     ["skips: A.b"]),
    ("fails", False, "[  FAILED  ] A.b (1 ms)\n[  PASSED  ] 3 tests.\n[  FAILED  ] 1 test, listed\n"
     "[  FAILED  ] A.b\n", 3, ["fails: A.b"], []),
    ("table", False, "[  PASSED  ] 3 tests.\n[  FAILED  ] A/B.c/0, where GetParam() = 1\n", 3,
     ["table: A/B.c/0"], []),
    ("crash", False, "[ RUN      ] A.b\n", 0, ["crash"], []),
    ("nothing", True, "[  PASSED  ] 0 tests.\n", 0, ["nothing: ran no case"], []),
    ("script", True, "replayed 4 files\n", 1, [], []),
    ("script fails", False, "no\n", 0, ["script fails"], []),
    ("unittest", True, "Ran 5 tests in 1.0s\n\nOK (skipped=2)\n", 3, [], ["unittest: 2 cases"]),
    ("unittest fails", False, "Ran 5 tests in 1.0s\n\nFAILED\n", 0, ["unittest fails"], []),
]


def self_test():
    wrong = []
    for name, ok, output, passed, failures, skips in SAMPLES:
        results = Results()
        count_program(results, name, ok, output)
        if (results.passed, results.failures, results.skips) != (passed, failures, skips):
            wrong.append(f"{name}: {results}")
    print("\n".join(wrong) or f"test_results: {len(SAMPLES)} outputs counted as expected")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(self_test() if sys.argv[1:] == ["--self-test"] else __doc__)

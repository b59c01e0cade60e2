#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Runs the stages of tools/test and tools/sanitize-all: configure, build, ctest, and one summary.

Called by those scripts, which install the packages first. A stage fails when its build or a test
fails, and also when one of its labels has no test: silence is not success.
"""

import argparse
import dataclasses
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

from test_results import Results, read_junit

ROOT = pathlib.Path(__file__).resolve().parents[2]
JOBS = str(os.cpu_count() or 2)
SECONDS_BETWEEN_PROGRESS = 15

SANITIZER_OPTIONS = {
    "ASAN_OPTIONS": "detect_stack_use_after_return=1:strict_string_checks=1",
    "UBSAN_OPTIONS": "print_stacktrace=1",
    "TSAN_OPTIONS": "halt_on_error=1:second_deadlock_stack=1",
}
# GCC's faults with coroutines are double frees: let glibc look at every one.
MALLOC_OPTIONS = {
    "LD_PRELOAD": "libc_malloc_debug.so.0",
    "GLIBC_TUNABLES": "glibc.malloc.check=3:glibc.malloc.perturb=165",
}


@dataclasses.dataclass(frozen=True)
class Stage:
    name: str
    says: str
    preset: str
    targets: tuple
    labels: tuple = ()
    environment: dict = dataclasses.field(default_factory=dict)
    in_default_run: bool = True


def sanitized(name, says, preset, labels, in_default_run=True):
    targets = tuple(f"tests_{label}" for label in labels)
    return Stage(name, says, preset, targets, labels, SANITIZER_OPTIONS, in_default_run)


EVERY_LABEL = ("unit", "scenario", "corpus", "threads", "integration")
STAGES = [
    Stage("release", "plain build, every test", "release",
          ("all", "all_verify_interface_header_sets"), (*EVERY_LABEL, "style")),
    Stage("slow-units", "no source file takes too long to compile", "release", ()),
    sanitized("asan", "Clang ASan and UBSan", "asan", ("unit", "scenario", "corpus")),
    sanitized("tsan", "Clang TSan", "tsan", ("threads",)),
    Stage("gcc", "GCC compiles and runs the coroutine layers", "gcc",
          ("coroutine_layers", "tests_coroutine"), ("coroutine",), MALLOC_OPTIONS),
    sanitized("asan-all", "Clang ASan and UBSan, every test", "asan", EVERY_LABEL, False),
    sanitized("tsan-all", "Clang TSan, every test that has threads", "tsan",
              ("unit", "scenario", "threads", "integration"), False),
]


def say(words=""):
    print(words, flush=True)


def build_folder(stage):
    return ROOT / "build" / stage.preset


def run_quietly(command):
    """Runs a command and shows what it said only when it failed."""
    run = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                         text=True, check=False)
    if run.returncode:
        say(run.stdout)
    return run.returncode == 0


def run_ninja(folder, targets):
    """Builds; prints how far it is every few seconds, and all that is not progress at once."""
    command = ["cmake", "--build", str(folder), "-j", JOBS, "--target", *targets]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, errors="replace") as ninja:
        shown = time.monotonic()
        for line in ninja.stdout:
            progress = re.match(r"\[(\d+/\d+)\]", line)
            if not progress:
                if not line.startswith("ninja: no work"):
                    say(line.rstrip())
            elif time.monotonic() - shown > SECONDS_BETWEEN_PROGRESS:
                shown = time.monotonic()
                say(f"   built {progress[1]}")
    return ninja.returncode == 0


def without_address_randomisation():
    """Clang 14's sanitizers fail on kernels that randomise many address bits; ask for none."""
    prefix = ["setarch", os.uname().machine, "-R"]
    try:
        works = subprocess.run([*prefix, "true"], capture_output=True, check=False)
    except OSError:
        return []
    return prefix if works.returncode == 0 else []


def labels_without_test(folder, labels):
    listing = subprocess.run(["ctest", "--show-only=json-v1"], cwd=folder, capture_output=True,
                             text=True, check=True)
    present = set()
    for test in json.loads(listing.stdout)["tests"]:
        for entry in test.get("properties", []):
            if entry["name"] == "LABELS":
                present.update(entry["value"])
    return [label for label in labels if label not in present]


def empty_run_folder(folder):
    """Where the integration tests leave what they wrote; the last run's goes."""
    place = folder / "run"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    return place


def look_for_secrets(folder, results):
    """In all that the run wrote, what ctest itself kept of it included."""
    kept = [folder / "Testing/Temporary/LastTest.log"]
    command = [ROOT / "tools/checks/find_secrets.py", folder / "run", *kept]
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        results.fail("what the tests wrote holds a secret, or was not searched")
    else:
        results.passed += 1


def run_ctest(stage):
    folder = build_folder(stage)
    environment = {**os.environ, **stage.environment}
    searched = "integration" in stage.labels
    if searched:
        environment["FB_RUN_FOLDER"] = str(empty_run_folder(folder))
    junit = folder / f"tests-{stage.name}.xml"
    junit.unlink(missing_ok=True)
    prefix = without_address_randomisation() if stage.environment is SANITIZER_OPTIONS else []
    command = [*prefix, "ctest", "-j", JOBS, "--output-on-failure", "--no-tests=error",
               "--test-output-size-passed", "1000000", "--output-junit", str(junit),
               "-L", f"^({'|'.join(stage.labels)})$"]
    run = subprocess.run(command, cwd=folder, env=environment, check=False)
    results = read_junit(junit)
    if searched:
        look_for_secrets(folder, results)
    if run.returncode and not results.failed:
        results.fail(f"ctest exited with {run.returncode}")
    for label in labels_without_test(folder, stage.labels):
        results.fail(f"no test has the label '{label}'")
    return results


def run_stage(stage):
    """Gives the results; raises RuntimeError when there is nothing to run."""
    folder = build_folder(stage)
    if stage.name == "slow-units":
        check = ROOT / "tools/checks/slow_units.py"
        run = subprocess.run([sys.executable, check, folder], cwd=ROOT, check=False)
        return Results(passed=1) if run.returncode == 0 else Results(failures=["slow units"])
    if not run_quietly(["cmake", "--preset", stage.preset]):
        raise RuntimeError("configuring failed")
    started = time.monotonic()
    if not run_ninja(folder, stage.targets):
        raise RuntimeError("the build failed")
    say(f"   build took {time.monotonic() - started:.0f} s")
    return run_ctest(stage)


def chosen_stages(arguments):
    parser = argparse.ArgumentParser(description="Build and test as CI does.")
    parser.add_argument("--quick", action="store_true", help="only the plain build with all tests")
    parser.add_argument("--only", action="append", metavar="STAGE", default=[],
                        choices=[stage.name for stage in STAGES],
                        help="one stage; may be repeated: %(choices)s")
    options = parser.parse_args(arguments)
    if options.quick:
        options.only = ["release"]
    if options.only:
        return [stage for stage in STAGES if stage.name in options.only]
    return [stage for stage in STAGES if stage.in_default_run]


def main():
    stages = chosen_stages(sys.argv[1:])
    total, lines, started = Results(), [], time.monotonic()
    for number, stage in enumerate(stages, 1):
        say(f"== stage {number} of {len(stages)}, {stage.name}: {stage.says}")
        began = time.monotonic()
        stopped = False
        try:
            results = run_stage(stage)
        except RuntimeError as error:
            results, stopped = Results(failures=[str(error)]), True
        seconds = time.monotonic() - began
        lines.append(f"{stage.name:<11} {results.summary()}, {seconds:.0f} s")
        total.add(stage.name, results)
        if stopped:
            break
    say("\n== summary")
    for line in lines:
        say(line)
    for words in total.skips:
        say(f"skipped: {words}")
    for words in total.failures:
        say(f"FAILED: {words}")
    say(f"{total.passed} passed, {total.failed} failed in {time.monotonic() - started:.0f} s")
    return 1 if total.failed or not total.passed else 0


if __name__ == "__main__":
    sys.exit(main())

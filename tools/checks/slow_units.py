#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""No translation unit may take more than 15 seconds to compile in the plain build.

Usage: slow_units.py BUILD_DIR

ninja's log has wall times, which a busy machine stretches. So it only names candidates; each of
them is compiled again without the compiler cache, and its CPU time counts. A measured time is kept
in BUILD_DIR until the log has a newer build of that object.
"""

import json
import pathlib
import resource
import shlex
import subprocess
import sys

LIMIT_SECONDS = 15
SHOWN = 5


def compile_times(build):
    """object -> (wall seconds, mark of that build), from the last entry in ninja's log."""
    times = {}
    for line in (build / ".ninja_log").read_text().splitlines():
        parts = line.split("\t")
        if len(parts) == 5 and parts[3].endswith(".o"):
            times[parts[3]] = ((int(parts[1]) - int(parts[0])) / 1000, f"{parts[2]} {parts[4]}")
    return times


def compile_alone(entry):
    """CPU seconds of one compilation."""
    command = shlex.split(entry["command"])
    if pathlib.Path(command[0]).name == "ccache":
        command = command[1:]
    for option in ("-o", "-MF"):
        if option in command:
            command[command.index(option) + 1] = "/dev/null"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=entry["directory"], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    build = pathlib.Path(sys.argv[1]).resolve()
    commands = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        words = shlex.split(entry["command"])
        commands[words[words.index("-o") + 1]] = entry
    times = {o: t for o, t in compile_times(build).items() if o in commands}
    if not times:
        sys.exit(f"slow_units: {build}/.ninja_log names no object; is it built?")

    memory_file = build / "slow_units.json"
    memory = json.loads(memory_file.read_text()) if memory_file.exists() else {}
    problems = []
    for output, (wall, mark) in sorted(times.items()):
        if wall <= LIMIT_SECONDS:
            continue
        known = memory.get(output, {})
        if known.get("mark") != mark:
            known = memory[output] = {"mark": mark, "seconds": compile_alone(commands[output])}
        if known["seconds"] > LIMIT_SECONDS:
            problems.append(f"{output}: {known['seconds']:.1f} s of CPU to compile, "
                            f"the limit is {LIMIT_SECONDS} s: cut it, or include less")
    memory_file.write_text(json.dumps(memory, indent=1))
    for output, (wall, _) in sorted(times.items(), key=lambda t: -t[1][0])[:SHOWN]:
        print(f"   {wall:5.1f} s  {output}")
    print("\n".join(problems) or f"slow_units: {len(times)} objects, none over {LIMIT_SECONDS} s")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

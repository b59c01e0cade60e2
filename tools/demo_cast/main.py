# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""tools/demo: the gateway's main job on embedded defaults, with nothing but loopback."""
import argparse
import shutil
import sys
import tempfile
from pathlib import Path

import plot
import processes
import stage

EXIT_OK, EXIT_FAILED = 0, 1


def say(text):
    print(f"   {text}", flush=True)


def run(programs):
    folder = Path(tempfile.mkdtemp(prefix="freebusy-demo-"))
    on_stage = stage.Stage(folder, programs)
    try:
        print("Setting the stage", flush=True)
        on_stage.set_up(say)
        code = plot.Plot(on_stage).run()
    finally:
        left = on_stage.processes.stop()
    if left:
        print("had to be killed: " + ", ".join(left))
        code = EXIT_FAILED
    if code == EXIT_OK:
        shutil.rmtree(folder)
    else:
        print(f"The files and logs of this run are in {folder}")
    return code


def up(programs, folder, trace):
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / "demo.env").exists():
        raise SystemExit(
            f"{folder} holds a demo already: stop it first with tools/demo down --dir {folder}"
        )
    # Whoever follows the URL of an Autodiscover answer has no DNS for the demo's names.
    on_stage = stage.Stage(folder, programs, trace, public_host="localhost", administered=True)
    try:
        on_stage.set_up(say)
        (folder / "demo.env").write_text(on_stage.environment())
    except BaseException:
        on_stage.processes.stop()
        raise
    say(f"running; its addresses are in {folder / 'demo.env'}")
    return EXIT_OK


def down(folder):
    if not (folder / "demo.env").exists() and not (folder / "processes.json").exists():
        raise SystemExit(f"there is no demo in {folder}")
    left = processes.Processes(folder).stop()
    (folder / "demo.env").unlink(missing_ok=True)
    say("stopped" + (", after killing " + ", ".join(left) if left else ""))
    return EXIT_FAILED if left else EXIT_OK


def main():
    parser = argparse.ArgumentParser(prog="tools/demo", description=__doc__)
    parser.add_argument("--programs", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--trace", action="store_true", help=argparse.SUPPRESS)
    commands = parser.add_subparsers(dest="command")
    for name, text in (("up", "leave the demo running"), ("down", "stop what 'up' started")):
        command = commands.add_parser(name, help=text)
        command.add_argument("--dir", type=Path, required=True, help="where its files are")
    arguments = parser.parse_args()
    programs = arguments.programs.resolve()
    if arguments.command == "up":
        return up(programs, arguments.dir.resolve(), arguments.trace)
    if arguments.command == "down":
        return down(arguments.dir.resolve())
    return run(programs)


if __name__ == "__main__":
    sys.exit(main())

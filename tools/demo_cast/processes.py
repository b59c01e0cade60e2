# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Starts the demo's programs, waits until they serve, and stops just what was started."""
import json
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

READY_SECONDS_MAX = 20
STOP_SECONDS_MAX = 15


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_time(pid):
    """When the kernel started the process: tells a process from another that got its number."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    fields = stat.rsplit(")", 1)[1].split()
    return None if fields[0] == "Z" else fields[19]


class Processes:
    """The programs of one demo, remembered in a file so that another command can stop them."""

    def __init__(self, folder: Path):
        self.state_file = folder / "processes.json"
        self.children = []  # those that this process started itself
        self.entries = json.loads(self.state_file.read_text()) if self.state_file.exists() else []

    def start(self, name, command, folder, wrapper=()):
        with open(folder / f"{name}.out", "ab") as log:
            process = subprocess.Popen(
                [*wrapper, *map(str, command)],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.children.append(process)
        self.entries.append({"name": name, "pid": process.pid, "started": start_time(process.pid)})
        self.state_file.write_text(json.dumps(self.entries))
        return process

    def wait_for(self, process, ready, name, folder):
        """Waits until ready() is true; says what the program said if it ends before."""
        limit = time.monotonic() + READY_SECONDS_MAX
        while time.monotonic() < limit:
            if process.poll() is not None:
                said = (folder / f"{name}.out").read_text(errors="replace")[-2000:]
                raise SystemExit(f"{name} ended with code {process.returncode}:\n{said}")
            if ready():
                return
            time.sleep(0.02)
        raise SystemExit(f"{name} was not ready within {READY_SECONDS_MAX} seconds; see {folder}")

    def running(self):
        return [e for e in self.entries if start_time(e["pid"]) == e["started"] is not None]

    def reap(self):
        for child in self.children:
            child.poll()

    def stop(self):
        for entry in self.running():
            os.killpg(entry["pid"], signal.SIGTERM)
        limit = time.monotonic() + STOP_SECONDS_MAX
        while self.running() and time.monotonic() < limit:
            self.reap()
            time.sleep(0.02)
        left = self.running()
        for entry in left:
            os.killpg(entry["pid"], signal.SIGKILL)
        self.reap()
        self.state_file.unlink(missing_ok=True)
        self.entries = []
        return [e["name"] for e in left]


def accepts(port):
    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def child_of(pid):
    """The first child: what a wrapper such as strace runs."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(children[0]) if children else pid

# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""What a program shows to somebody at a terminal."""
import os
import pty
import re
import select
import subprocess
import time

RUN_SECONDS_MAX = 60


class Screen:
    def __init__(self, command, environment):
        self.ours, theirs = pty.openpty()
        self.program = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment,
            start_new_session=True)  # fmt: skip
        os.close(theirs)
        self.shown = b""

    def type(self, keys):
        os.write(self.ours, keys.encode())

    def read(self, until):
        """Some more of what it shows; False at the end."""
        if not select.select([self.ours], [], [], max(0, until - time.monotonic()))[0]:
            raise AssertionError("it shows no more: " + repr(self.shown.decode()))
        try:
            part = os.read(self.ours, 65536)
        except OSError:
            return False  # the other side is closed
        self.shown += part
        return bool(part)

    def wait_for(self, pattern):
        """The first group of what fits next; what came before it is forgotten."""
        until = time.monotonic() + RUN_SECONDS_MAX
        while not (found := re.search(pattern.encode(), self.shown, re.S)):
            if not self.read(until):
                raise AssertionError("it ended: " + repr(self.shown.decode()))
        self.shown = self.shown[found.end() :]
        return found.group(1).decode()

    def close(self):
        os.close(self.ours)
        self.program.kill()
        self.program.wait(RUN_SECONDS_MAX)


def run(command, environment):
    """The exit code, and everything that stood on the screen, errors too."""
    screen = Screen(command, environment)
    until = time.monotonic() + RUN_SECONDS_MAX
    while screen.read(until):
        pass
    os.close(screen.ours)
    return screen.program.wait(RUN_SECONDS_MAX), screen.shown.decode()

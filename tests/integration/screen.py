# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""What a program shows to somebody at a terminal."""
import os
import pty
import subprocess

RUN_SECONDS_MAX = 60


def run(command, environment):
    """The exit code, and everything that stood on the screen, errors too."""
    ours, theirs = pty.openpty()
    started = subprocess.Popen(command, stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 65536):
            shown += part
    except OSError:
        pass  # the other side is closed
    os.close(ours)
    return started.wait(RUN_SECONDS_MAX), shown.decode()

# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""A crash writes no core file, which would hold tokens and keys, unless somebody asked for one."""
import os
import resource
import shutil
import signal
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

import stage_case
from file_world import FileWorld
from stage_case import PROGRAMS

import processes

START_SECONDS_MAX = 20


def allow_core_files():
    resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


class CoreDumpTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = FileWorld({})
        cls.world.processes.stop()  # its configuration is what is needed here

    @classmethod
    def tearDownClass(cls):
        cls.world.close()

    def dumped(self, command, ready):
        """Whether the kernel wrote a core of a program that aborts once it is ready."""
        folder = Path(tempfile.mkdtemp(prefix="freebusy-core-"))
        try:
            program = subprocess.Popen(
                command, cwd=folder, preexec_fn=allow_core_files, stderr=subprocess.DEVNULL
            )
            limit = time.monotonic() + START_SECONDS_MAX
            while not ready() and time.monotonic() < limit:
                time.sleep(0.02)
            os.kill(program.pid, signal.SIGABRT)
            _, status = os.waitpid(program.pid, 0)
            program.returncode = -signal.SIGABRT
            self.assertTrue(os.WIFSIGNALED(status), "it ended before it was ready")
            return os.WCOREDUMP(status)
        finally:
            shutil.rmtree(folder)

    def daemon(self, *more):
        settings = self.world.folder / "freebusyd.toml"
        command = [PROGRAMS / "freebusyd", "--config", settings, *more]
        return self.dumped(command, lambda: processes.accepts(self.world.port))

    def test_no_core_unless_asked_for(self):
        if not self.dumped(["sleep", "60"], lambda: True):
            self.skipTest("this system writes no core files at all")
        self.assertFalse(self.daemon())
        self.assertTrue(self.daemon("--allow-core-dumps"))


if __name__ == "__main__":
    stage_case.main()

# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""What the integration tests share: the demo's stage, set up once per test program in a temporary
folder.

Run one with: /usr/bin/python3 tests/integration/NAME_test.py PROGRAMS_DIR
"""
import sys
import unittest
from pathlib import Path

import run_folder

ROOT = Path(__file__).resolve().parents[2]
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "tools" / "demo_cast"))

import cast  # noqa: E402
import stage  # noqa: E402

PROGRAMS = (
    Path(sys.argv.pop(1)).resolve()
    if len(sys.argv) > 1 and not sys.argv[1].startswith("-")
    else None
)

# What is broken when an upstream is: the host that fails, and whose calendar is behind it.
UPSTREAMS = [
    ("Graph of the own cloud", cast.CONTOSO.graph_host, cast.CONTOSO.person("grace")),
    (
        "Graph behind the partner's gateway",
        cast.CONTOSO_CHINA.graph_host,
        cast.CONTOSO_CHINA.person("victor"),
    ),
    ("Exchange on-premises", cast.EXCHANGE_HOST, cast.CONTOSO.person("oskar")),
]


class StageCase(unittest.TestCase):
    """All tests of a class share one stage: simulated clouds and three gateways."""

    trace = False
    settings = None  # of the gateways, beside the usual ones
    administered = False  # with a registry and the admin API

    @classmethod
    def setUpClass(cls):
        cls.folder = run_folder.new("freebusy-test-")
        cls.stage = stage.Stage(
            cls.folder,
            PROGRAMS,
            trace=cls.trace,
            settings=cls.settings,
            administered=cls.administered,
        )
        try:
            cls.stage.set_up(lambda text: None)
        except BaseException:
            cls.stage.processes.stop()
            raise

    @classmethod
    def tearDownClass(cls):
        left = cls.stage.processes.stop()
        run_folder.leave(cls.folder, cls.stage.files.passwords.values())
        all_ended(left)


def all_ended(left):
    """left: the names of programs that did not end when they were asked to."""
    if left:
        raise AssertionError("had to be killed: " + ", ".join(left))


def close(world):
    all_ended(world.close())


def main():
    unittest.main(verbosity=2)

# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""`tools/demo up` writes the addresses of a running demo, `down` stops just what it started."""
import datetime as dt
import shutil
import socket
import subprocess
import sys
import tempfile
import unittest
import urllib.parse
from pathlib import Path

import autodiscover_case
import stage_case
from stage_case import PROGRAMS, ROOT, cast

import ews
import processes

KEYS = [
    "EWS_URL",
    "AUTODISCOVER_URL",
    "GRAPH_URL",
    "ADMIN_URL",
    "ADMIN_SOCKET",
    "ADMIN_TOKEN_FILE",
    "CA_FILE",
    "REQUESTER",
    "REQUESTER_PASSWORD",
    "REQUESTER_TOKEN",
    "FREEBUSYD_PID",
    "TARGET_VICTOR",
    "TARGET_CAROL",
    "TARGET_PEGGY",
    "TARGET_GRACE",
    "TARGET_OSKAR",
    "TARGET_KETTLE",
    "TARGET_DORA",
]


def demo(*arguments):
    command = [
        sys.executable,
        "-B",
        ROOT / "tools/demo_cast/main.py",
        "--programs",
        PROGRAMS,
        *arguments,
    ]
    return subprocess.run(command, capture_output=True, text=True)


def listens(url):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", urllib.parse.urlsplit(url).port)) == 0


class UpAndDownTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="freebusy-test-"))
        self.addCleanup(shutil.rmtree, self.folder)
        # Also after a failure in between: nothing that a test started is left running.
        self.addCleanup(lambda: processes.Processes(self.folder).stop())

    def test_up_then_down(self):
        started = demo("up", "--dir", str(self.folder))
        self.assertEqual(started.returncode, 0, started.stdout + started.stderr)
        lines = (self.folder / "demo.env").read_text().splitlines()
        env = dict(line.split("=", 1) for line in lines)
        self.assertEqual([key for key in KEYS if not env.get(key)], [])
        self.assertTrue(listens(env["EWS_URL"]))
        self.assertIsNotNone(processes.start_time(env["FREEBUSYD_PID"]))

        curl = ["curl", "-sS", "--cacert", env["CA_FILE"], "-o", "/dev/null", "-w", "%{http_code}"]
        question = [
            "-H",
            "Content-Type: text/xml",
            "--data-binary",
            "@" + str(self.question(env)),
            env["EWS_URL"],
        ]
        basic = subprocess.run(
            [*curl, "-u", f"{env['REQUESTER']}:{env['REQUESTER_PASSWORD']}", *question],
            capture_output=True,
            text=True,
        )
        self.assertEqual(basic.stdout, "200", basic.stderr)
        bearer = subprocess.run(
            [*curl, "-H", f"Authorization: Bearer {env['REQUESTER_TOKEN']}", *question],
            capture_output=True,
            text=True,
        )
        self.assertEqual(bearer.stdout, "200", bearer.stderr)

        found = subprocess.run(
            [
                *["curl", "-sS", "--cacert", env["CA_FILE"]],
                *["-H", f"Authorization: Bearer {env['REQUESTER_TOKEN']}"],
                *["-H", "Content-Type: text/xml", "--data-binary", "@-"],
                env["AUTODISCOVER_URL"],
            ],
            input=autodiscover_case.user_settings([env["TARGET_VICTOR"]]),
            capture_output=True,
        )
        self.assertIn(f"<Value>{env['EWS_URL']}</Value>".encode(), found.stdout)

        self.expect_administered(env)
        self.expect_subjects(env)

        again = demo("up", "--dir", str(self.folder))
        self.assertNotEqual(again.returncode, 0)

        stopped = demo("down", "--dir", str(self.folder))
        self.assertEqual(stopped.returncode, 0, stopped.stdout + stopped.stderr)
        self.assertFalse(listens(env["EWS_URL"]))
        self.assertIsNone(processes.start_time(env["FREEBUSYD_PID"]))
        self.assertFalse((self.folder / "demo.env").exists())

    def expect_administered(self, env):
        """Both doors of the admin API are open to whoever started the demo."""
        common = ["organization-relationship", "list", "--tenant", "contoso", "--output", "json"]
        doors = [
            ["--admin", env["ADMIN_SOCKET"]],
            [
                *["--admin", env["ADMIN_URL"], "--ca", env["CA_FILE"]],
                *["--admin-token-file", env["ADMIN_TOKEN_FILE"]],
            ],
        ]
        for door in doors:
            told = subprocess.run(
                [PROGRAMS / "freebusyctl", *common, *door], capture_output=True, text=True
            )
            self.assertEqual(told.returncode, 0, told.stdout + told.stderr)
            self.assertIn("fabrikam-us.example", told.stdout)

    def expect_subjects(self, env):
        """Also where the gateways are known by another name than their own."""
        client = ews.Client(
            env["EWS_URL"], env["REQUESTER"], env["REQUESTER_PASSWORD"], env["CA_FILE"]
        )
        begin = dt.datetime.combine(dt.date.fromisoformat(env["DEMO_DAY"]), dt.time())
        (dora,) = client.ask(
            [env["TARGET_DORA"]], begin, begin + dt.timedelta(days=1), view="Detailed"
        )
        self.assertEqual(dora.code, "NoError", dora.text)
        self.assertEqual(dora.details[0]["Subject"], "Wind tunnel slot")

    def test_a_folder_can_be_used_again(self):
        for _ in range(2):
            started = demo("up", "--dir", str(self.folder))
            self.assertEqual(started.returncode, 0, started.stdout + started.stderr)
            lines = (self.folder / "demo.env").read_text().splitlines()
            env = dict(line.split("=", 1) for line in lines)
            begin = dt.datetime.combine(cast.demo_day(), dt.time(8), cast.UTC)
            client = ews.Client(
                env["EWS_URL"], env["REQUESTER"], env["REQUESTER_PASSWORD"], env["CA_FILE"]
            )
            people = [env["TARGET_VICTOR"], env["TARGET_GRACE"], env["TARGET_OSKAR"]]
            answers = client.ask(people, begin, begin + dt.timedelta(hours=10))
            self.assertEqual([answer.code for answer in answers], ["NoError"] * 3)
            stopped = demo("down", "--dir", str(self.folder))
            self.assertEqual(stopped.returncode, 0, stopped.stdout + stopped.stderr)

    def question(self, env):
        begin = dt.datetime.combine(cast.demo_day(), dt.time(0), cast.UTC)
        file = self.folder / "question.xml"
        file.write_bytes(
            ews.question(
                [env["TARGET_VICTOR"]], begin, begin + dt.timedelta(days=1), 30, "FreeBusyMerged"
            )
        )
        return file

    def test_down_without_a_demo_says_so(self):
        stopped = demo("down", "--dir", str(self.folder))
        self.assertNotEqual(stopped.returncode, 0)
        self.assertIn("no demo", stopped.stderr)


if __name__ == "__main__":
    stage_case.main()

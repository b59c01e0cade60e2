# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""One gateway whose accounts have other credentials than passwords, asked with curl as a script
would."""
import json
import subprocess
import time
from dataclasses import dataclass

import run_folder
from file_world import FileWorld

from world_files import item, table

MAILBOX = "room@north.example"
QUESTION = f"/v1/availability?person={MAILBOX}&start=2031-05-06&end=2031-05-07"
CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\nEND:VCALENDAR\r\n"
LOG_WAIT_SECONDS_MAX = 20


@dataclass
class Answer:
    status: int
    headers: list  # pairs; names in lower case
    body: str

    def header(self, name):
        return [value for key, value in self.headers if key == name]


class AccountWorld(FileWorld):
    """Subclasses say what stands in [authentication], and which accounts there are."""

    def __init__(self):
        self.secrets = []  # beside the password: what no file may hold
        super().__init__({MAILBOX: (CALENDAR, "UTC")})

    def close(self):
        left = self.processes.stop()
        run_folder.leave(self.folder, [self.password, *self.secrets])
        return left

    def authentication(self):
        return {}

    def accounts(self):
        """name -> the pairs of [[tenant.account]] beside name and kind"""
        return {}

    def settings(self):
        return (
            super().settings()
            + table("authentication", **self.authentication())
            + table("log", file="freebusyd.log")
        )

    def federation(self):
        text = super().federation()
        for name, pairs in self.accounts().items():
            text += item("tenant.account", name=name, kind="home-script", **pairs)
        return text

    def curl(self, *arguments, path=QUESTION, environment=None):
        done = subprocess.run(
            ["curl", "-sS", "-i", "--noproxy", "*", "--max-time", "30",
             "--cacert", str(self.ca_file), *map(str, arguments),
             f"https://localhost:{self.port}{path}"],
            capture_output=True, text=True, timeout=60, env=environment,
        )  # fmt: skip
        if done.returncode != 0:
            raise AssertionError(f"curl ended with {done.returncode}: {done.stderr}")
        head, _, body = done.stdout.partition("\n\n")
        # curl shows every answer of an exchange; the last one counts.
        while body.startswith("HTTP/1.1 "):
            head, _, body = body.partition("\n\n")
        lines = head.splitlines()
        pairs = [line.partition(": ")[::2] for line in lines[1:]]
        return Answer(int(lines[0].split()[1]), [(k.lower(), v) for k, v in pairs], body)

    def records(self):
        text = (self.folder / "freebusyd.log").read_text()
        return [json.loads(line) for line in text[: text.rfind("\n") + 1].splitlines()]

    def record_of(self, answer):
        """The line of the log, which is written once the answer has gone out."""
        (name,) = answer.header("request-id")
        limit = time.monotonic() + LOG_WAIT_SECONDS_MAX
        while time.monotonic() < limit:
            for record in self.records():
                if record.get("event") == "request" and record.get("correlation") == name:
                    return record
            time.sleep(0.02)
        raise AssertionError("the log has no such request")

# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""freebusyctl query against the demo's gateways: what goes to standard output, and the exit codes
that scripts rely on."""
import csv
import io
import json
import os
import subprocess

import icalendar

import screen
import stage_case
from json_case import GRACE, NOBODY, VICTOR, JsonCase
from stage_case import cast

ANSWERED, USAGE, UNKNOWN, FAILED = 0, 1, 2, 3


class FreebusyctlTest(JsonCase):
    def setUp(self):
        self.password = self.folder / "password"
        self.password.write_text(self.stage.files.passwords["peggy@contoso.example"] + "\n")
        self.token = self.folder / "token"
        self.token.write_text(self.stage.bearer_token(cast.CONTOSO))

    def command(self, people, *more, credential=None, gateway=None):
        begin, end = self.demo_window()
        line = [stage_case.PROGRAMS / "freebusyctl", "query"]
        line += ["--gateway", gateway or self.stage.url(cast.CONTOSO)]
        line += ["--ca", self.stage.files.ca_file]
        line += credential or ["--user", "peggy@contoso.example", "--password-file", self.password]
        line += ["--start", begin.isoformat(), "--end", end.isoformat()]
        for person in people:
            line += ["--person", person]
        return [str(part) for part in [*line, *more]]

    def run_it(self, *arguments, given=None, **more):
        return subprocess.run(
            self.command(*arguments, **more),
            capture_output=True,
            text=True,
            timeout=60,
            input=given,
        )

    def test_a_table(self):
        done = self.run_it([GRACE, VICTOR])
        self.assertEqual((done.returncode, done.stderr), (ANSWERED, ""))
        # Grace is busy 8:30-9:30 and tentative 13-14; Victor tentative 8-9, busy 10:30-12.
        self.assertIn("\ngrace@contoso.example     .##.......~~........\n", done.stdout)
        self.assertIn("\nvictor@contoso-cn.example ~~...###............\n", done.stdout)
        self.assertNotIn("\x1b", done.stdout)

    def test_colour_on_a_terminal_only(self):
        for extra, coloured in (({}, True), ({"NO_COLOR": "1"}, False)):
            with self.subTest(extra):
                environment = {k: v for k, v in os.environ.items() if k != "NO_COLOR"}
                code, text = screen.run(self.command([GRACE]), {**environment, **extra})
                self.assertEqual(code, ANSWERED)
                self.assertIn("grace@contoso.example", text)
                self.assertEqual("\x1b[0;31m##" in text, coloured)

    def test_the_other_forms(self):
        readers = {
            "json": lambda text: json.loads(text)["people"][0]["person"],
            "csv": lambda text: next(csv.DictReader(io.StringIO(text)))["person"],
            "ics": lambda text: icalendar.Calendar.from_ical(text)
            .walk("VFREEBUSY")[0]["ATTENDEE"]
            .removeprefix("mailto:"),
        }
        for form, read in readers.items():
            with self.subTest(form):
                done = self.run_it([GRACE], "--output", form)
                self.assertEqual((done.returncode, done.stderr), (ANSWERED, ""))
                self.assertEqual(read(done.stdout), GRACE)

    def test_somebody_is_unknown(self):
        for form in ("table", "json", "csv", "ics"):
            with self.subTest(form):
                done = self.run_it([GRACE, NOBODY], "--output", form)
                self.assertEqual((done.returncode, done.stderr), (UNKNOWN, ""))
                self.assertIn("nobody@contoso.example", done.stdout)

    def test_credentials(self):
        def by_token(name):
            return {"credential": ["--token-file", name]}

        self.assertEqual(self.run_it([GRACE], **by_token(self.token)).returncode, ANSWERED)
        given = self.token.read_text() + "\n"
        self.assertEqual(self.run_it([GRACE], given=given, **by_token("-")).returncode, ANSWERED)
        self.password.write_text("wrong")
        wrong = self.run_it([GRACE])
        self.assertEqual((wrong.returncode, wrong.stdout), (FAILED, ""))
        self.assertIn("401, unauthenticated", wrong.stderr)

    def test_mistakes(self):
        secret = "very-secret"
        rows = [
            ("no such file", {"credential": ["--token-file", "/nowhere"]}, USAGE, "/nowhere"),
            ("a password on the line", {"credential": ["--password", secret]}, USAGE, ""),
            ("an interval", {"more": ["--interval", "4"]}, USAGE, "--interval"),
            ("a zone that only the gateway knows not", {"more": ["--zone", "Mars"]}, FAILED,
             "time_zone_invalid"),
            ("nobody listens", {"gateway": "https://localhost:1"}, FAILED, "localhost"),
            ("no https", {"gateway": "http://localhost"}, USAGE, "--gateway"),
            ("authorities that cannot be read", {"more": ["--ca", "/nowhere"]}, USAGE, ""),
        ]  # fmt: skip
        for title, how, code, says in rows:
            with self.subTest(title):
                how = dict(how)
                done = self.run_it([GRACE], *how.pop("more", []), **how)
                self.assertEqual((done.returncode, done.stdout), (code, ""), done.stderr)
                self.assertIn(says, done.stderr)
                self.assertNotIn(self.password.read_text().strip(), done.stderr)

    def test_a_gateway_that_another_authority_vouches_for(self):
        command = [p for p in self.command([GRACE])]
        at = command.index("--ca")
        del command[at : at + 2]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        self.assertEqual((done.returncode, done.stdout), (FAILED, ""))


if __name__ == "__main__":
    stage_case.main()

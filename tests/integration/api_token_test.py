# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""From freebusyctl api-token new to an answer: what it prints is all that an operator needs."""
import os
import re
import signal
import subprocess
import time
import unittest

import stage_case
from account_world import MAILBOX, AccountWorld

WAIT_SECONDS_MAX = 20
FREEBUSYCTL = stage_case.PROGRAMS / "freebusyctl"


def new_token():
    """The token, and the line for the federation file."""
    done = subprocess.run(
        [FREEBUSYCTL, "api-token", "new"], capture_output=True, text=True, timeout=30, check=True
    )
    (line,) = re.findall(r"^ +(api_tokens = .*)$", done.stderr, re.M)
    assert done.stdout.endswith("\n") and done.stdout.count("\n") == 1
    assert done.stdout.strip() not in done.stderr
    return done.stdout.strip(), line


class TokenWorld(AccountWorld):
    def federation(self):
        self.token, self.line = new_token()
        self.secrets.append(self.token)
        text = super().federation()
        return text + f'[[tenant.account]]\nname = "script"\nkind = "home-script"\n{self.line}\n'


class ApiTokenTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = TokenWorld()

    @classmethod
    def tearDownClass(cls):
        stage_case.close(cls.world)

    def ask(self, token):
        answer = self.world.curl("-H", f"Authorization: Bearer {token}")
        return answer, self.world.record_of(answer)

    def test_1_the_account_of_the_token_is_in(self):
        answer, record = self.ask(self.world.token)
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual((record["principal"], record["credential"]), ("script", "api_token"))

    def test_2_freebusyctl_asks_with_it(self):
        file = self.world.folder / "token"
        file.write_text(self.world.token + "\n")
        done = subprocess.run(
            [FREEBUSYCTL, "query", "--gateway", f"https://localhost:{self.world.port}",
             "--ca", self.world.ca_file, "--token-file", file, "--person", MAILBOX,
             "--start", "2031-05-06T08:00", "--end", "2031-05-06T18:00"],
            capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_3_others_are_refused_alike_and_stop_nobody(self):
        good = self.world.token
        typo = good[:10] + ("B" if good[10] == "A" else "A") + good[11:]
        other, _ = new_token()
        bodies, rules = set(), []
        for token in (typo, good[:-1], other, *(new_token()[0] for _ in range(4))):
            self.world.secrets.append(token)
            answer, record = self.ask(token)
            self.assertEqual(answer.status, 401)
            bodies.add(answer.body)
            rules.append(record["rule"])
            text = (self.world.folder / "freebusyd.log").read_text()
            self.assertNotIn(token[4:20], text)
        self.assertEqual(len(bodies), 1, "the reason shows")
        self.assertEqual(rules[:3], ["api_token.checksum", "api_token.form", "api_token.account"])
        self.assertEqual(rules[-1], "api_token.attempts")
        self.assertEqual(self.ask(good)[0].status, 200)

    def test_4_a_token_that_is_taken_out_ends_with_the_reload(self):
        file = self.world.folder / "federation.toml"
        file.write_text(file.read_text().replace(self.world.line, new_token()[1]))
        os.kill(self.world.processes.entries[0]["pid"], signal.SIGHUP)
        limit = time.monotonic() + WAIT_SECONDS_MAX
        while not any(r["event"] == "reloaded" for r in self.world.records()):
            self.assertLess(time.monotonic(), limit, "no reload")
            time.sleep(0.02)
        self.assertNotEqual(self.ask(self.world.token)[0].status, 200)


if __name__ == "__main__":
    stage_case.main()

# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Credentials that are one step away from a good one: each is refused, all of them look alike from
outside, and the operator is told the reason of each. The tokens are made by other code than the
gateway's. hostile_credentials/table.jsonl has one row per line:

    kind    which good credential it begins with (hostile_credentials/kinds.py)
    what    what is wrong, in words
    set, remove   the change (hostile_credentials/recipes.py)
    rule    the check that the operator's log must name
    proven_actor  the server behind the token is proved, so x-ms-diagnostics may be specific
"""
import json
import re
import sys
import unittest
from pathlib import Path

import stage_case

FOLDER = Path(__file__).resolve().parent / "hostile_credentials"
sys.path.insert(0, str(FOLDER))

import jose_tokens  # noqa: E402
import recipes  # noqa: E402
from hostile_world import HostileWorld, question  # noqa: E402
from kinds import EWS_PATH, HEADER_PATHS, KINDS, names_of  # noqa: E402

ROWS_MIN = 460
ENVELOPE_FAILURES_MAX = 100  # of one address in five minutes
TOLD = ("www-authenticate", "x-ms-diagnostics")  # may say that a token is not valid, and no more


def read_table():
    lines = (FOLDER / "table.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines if line.strip()]


class HostileCredentialsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.rows = read_table()
        cls.world = HostileWorld()
        cls.names = names_of(cls.world)
        cls.bland = {}

    @classmethod
    def tearDownClass(cls):
        stage_case.close(cls.world)

    def send(self, kind, recipe, header_path=EWS_PATH):
        request = kind.render(self.world, recipe)
        request.path = request.path or header_path
        self.world.secrets.update(text for text in request.hidden if len(text) >= 16)
        if request.again:
            reply, record = self.world.send(request.path, request.body, request.headers)
            self.assertIn("caller", record)
        reply, record = self.world.send(request.path, request.body, request.headers)
        return request, reply, record

    def bland_answer(self, request, rule):
        """What a stranger gets on that path for a credential of that form that says nothing."""
        scheme = request.headers.get("Authorization", "").split(" ")[0]
        junk = scheme + " AAAA"  # of an envelope: one without a token
        if rule.startswith("s2s."):
            junk = f"Bearer {jose_tokens.unsigned({'actortoken': 'AAAA'})}"
        place = request.path, junk
        if place not in self.bland:
            headers = {"Authorization": junk} if scheme else {}
            self.bland[place], _ = self.world.send(request.path, question(), headers)
        return self.bland[place]

    def expect_hidden(self, request, reply, record):
        seen = json.dumps(record, ensure_ascii=False) + reply.text()
        for secret in request.hidden:
            self.assertNotIn(secret, seen, "a token, a signature or a password is shown")

    def test_every_good_credential_is_accepted(self):
        for name, kind in KINDS.items():
            with self.subTest(name):
                request, reply, record = self.send(kind, recipes.filled(kind.recipe, self.names))
                self.assertEqual(reply.status, 200, record)
                self.assertEqual(record.get("caller"), kind.caller)
                self.assertEqual(record.get("credential"), kind.credential)
                self.assertNotIn("rule", record)
                self.expect_hidden(request, reply, record)

    def test_every_hostile_credential_is_refused(self):
        for number, row in enumerate(self.rows):
            with self.subTest(kind=row["kind"], what=row["what"]):
                kind = KINDS[row["kind"]]
                recipe = recipes.changed(kind.recipe, row, self.names)
                header_path = HEADER_PATHS[number % len(HEADER_PATHS)]
                request, reply, record = self.send(kind, recipe, header_path)
                without = ["x-ms-diagnostics"] if row.get("proven_actor") else []
                bland = self.bland_answer(request, row["rule"])
                self.assertEqual(reply.bland(*without), bland.bland(*without), record)
                self.assertNotIn("caller", record)
                self.assertEqual(record.get("rule"), row["rule"], record)
                self.expect_hidden(request, reply, record)

    def test_a_stranger_learns_only_that_a_token_was_refused(self):
        for path in HEADER_PATHS:
            nobody, _ = self.world.send(path, question(), {})
            self.assertEqual(nobody.status, 401)
            probe, record = self.world.send(path, question(), {"Authorization": "Bearer"})
            self.assertEqual(probe.bland(), nobody.bland(), record)
            for scheme in ("Bearer", "Basic", "MSAuth1.0"):
                with self.subTest(path=path, scheme=scheme):
                    headers = {"Authorization": scheme + " AAAA"}
                    refused, _ = self.world.send(path, question(), headers)
                    self.assertEqual(refused.bland(*TOLD), nobody.bland(*TOLD))
                    told = "\n".join(refused.values("WWW-Authenticate"))
                    plain = re.sub(r',? error="invalid_token"', "", told)
                    self.assertEqual(plain.split("\n"), nobody.values("WWW-Authenticate"))

    def test_two_good_credentials_prove_nobody(self):
        """Whoever stands before the gateway may have looked at the other one."""
        bland, _ = self.world.send(EWS_PATH, question(), {})
        values = []
        for kind in (KINDS["user_v2"], KINDS["api_token"]):
            request = kind.render(self.world, recipes.filled(kind.recipe, self.names))
            values.append(request.headers["Authorization"])
        for pair in (values, values[::-1], ["", values[0]], [values[0], ""]):
            twice = {"Authorization": pair[0], "authorization": pair[1]}
            reply, record = self.world.send(EWS_PATH, question(), twice)
            self.assertEqual(reply.bland(), bland.bland())
            self.assertEqual(record["rule"], "credential.repeated")

    def test_one_address_may_fail_only_so_often_and_locks_nobody_else_out(self):
        """Whoever has failed too often gets the same answer without any work for it."""
        kind = KINDS["saml"]
        good = kind.render(self.world, recipes.filled(kind.recipe, self.names))
        bland, _ = self.world.send(good.path, question(), {})
        rules = []
        for _ in range(ENVELOPE_FAILURES_MAX):
            reply, record = self.world.send(good.path, question(), {}, source="127.2.0.1")
            self.assertEqual(reply.bland(), bland.bland())
            rules.append(record["rule"])
        self.assertEqual(set(rules), {"saml.security_header"})
        reply, record = self.world.send(good.path, good.body, {}, source="127.2.0.1")
        self.assertEqual(reply.bland(), bland.bland())
        self.assertEqual(record["rule"], "saml.attempts")
        reply, record = self.world.send(good.path, good.body, {}, source="127.2.0.2")
        self.assertEqual((reply.status, record.get("caller")), (200, "partner-user"), record)

    def test_the_table_is_whole(self):
        names = [(row["kind"], row["what"]) for row in self.rows]
        self.assertEqual(len(names), len(set(names)), "two rows have one name")
        self.assertEqual({row["kind"] for row in self.rows}, set(KINDS), "a kind has no row")
        self.assertGreaterEqual(len(self.rows), ROWS_MIN)
        print(f"{len(self.rows)} rows, {len({row['rule'] for row in self.rows})} rules")

    def test_nothing_that_was_sent_is_in_the_log(self):
        """The log as a whole, after one request of every kind that is accepted."""
        for kind in KINDS.values():
            request, _, _ = self.send(kind, recipes.filled(kind.recipe, self.names))
            text = self.world.log_text()
            self.assertTrue(text)
            for secret in request.hidden:
                self.assertNotIn(secret, text)


if __name__ == "__main__":
    stage_case.main()

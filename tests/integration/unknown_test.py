# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Unknown is never shown as free: each way in which each upstream can fail, one at a time, and the
answer that a client gets. The other mailbox of the same call is always answered."""
import datetime as dt

import stage_case
from stage_case import UPSTREAMS, StageCase, cast

FAULTS = [
    {"kind": "status", "value": 401},
    {"kind": "status", "value": 403},
    {"kind": "status", "value": 404},
    {"kind": "status", "value": 500},
    {"kind": "status", "value": 503},
    {"kind": "status", "value": 429},
    {"kind": "cut"},
    {"kind": "malformed"},
    {"kind": "truncate"},
]


class UnknownTest(StageCase):
    # Nothing is remembered of a failure, so that each one is the answer to its own question.
    settings = {"cache": {"timeout": "0s", "not_found": "0s"}}
    week = 0

    def fresh_window(self):
        """A week that nothing has been remembered for."""
        UnknownTest.week += 2
        day = cast.demo_day() + dt.timedelta(weeks=UnknownTest.week)
        begin = dt.datetime(day.year, day.month, day.day, 8, tzinfo=cast.UTC)
        return begin, begin + dt.timedelta(hours=10)

    def ask_with(self, host, fault, person):
        begin, end = self.fresh_window()
        body = {"host": host, "path_prefix": "/", "value": 0, **fault}
        self.stage.clouds_admin("POST", "/faults", body)
        try:
            kettle = cast.CONTOSO.person("kettle")
            return self.stage.client(cast.CONTOSO).ask([person.address, kettle.address], begin, end)
        finally:
            self.stage.clouds_admin("DELETE", "/faults")

    def test_a_failure_is_an_error_and_nothing_else(self):
        for title, host, person in UPSTREAMS:
            for fault in FAULTS:
                with self.subTest(title, fault=fault):
                    broken, neighbour = self.ask_with(host, fault, person)
                    self.assertNotEqual(broken.code, "NoError")
                    self.assertEqual((broken.merged, broken.events), ("", []))
                    self.assertEqual(neighbour.code, "NoError")

    def test_and_is_over_when_the_cause_is(self):
        """A failure is not remembered longer than its kind allows: an answer of 500 not at all."""
        for title, host, person in UPSTREAMS:
            with self.subTest(title):
                self.ask_with(host, {"kind": "status", "value": 500}, person)
                begin, end = self.fresh_window()
                answer = self.stage.client(cast.CONTOSO).ask([person.address], begin, end)[0]
                self.assertEqual(answer.code, "NoError")
                self.assertEqual(answer.events, person.truth(begin, end))

    def test_a_sign_in_service_that_refuses(self):
        begin, end = self.fresh_window()
        body = {"host": cast.CONTOSO.login_host, "path_prefix": "/", "kind": "status", "value": 400}
        self.stage.clouds_admin("POST", "/faults", body)
        try:
            people = [cast.FABRIKAM.person("carol"), cast.CONTOSO.person("oskar")]
            answers = self.stage.client(cast.CONTOSO).ask([p.address for p in people], begin, end)
        finally:
            self.stage.clouds_admin("DELETE", "/faults")
        # No token yet in this process: the partner cannot be asked. Exchange needs none.
        self.assertEqual(answers[1].code, "NoError")
        self.assertTrue(
            answers[0].code != "NoError" or answers[0].events == people[0].truth(begin, end)
        )


if __name__ == "__main__":
    stage_case.main()

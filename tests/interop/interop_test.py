# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Programs of others judge our tokens and issue theirs: oidc-provider is the authority, jose the
second look at each client assertion and each token.

/usr/bin/python3 tests/interop/interop_test.py PROGRAMS_DIR
"""
import base64
import json
import unittest

import interop_world
from interop_world import GRAPH, NEW_FORM, OLD_FORM, TENANTS, basic

import stage_case


class InteropTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = interop_world.InteropWorld()

    @classmethod
    def tearDownClass(cls):
        left = cls.world.close()
        if left:
            raise AssertionError("had to be killed: " + ", ".join(left))

    def expect_answered(self, authorization, tenant):
        status, text = self.world.ask(authorization, tenant)
        self.assertEqual(status, 200, text)
        if "<ResponseCode>NoError</ResponseCode>" not in text:
            self.fail(f"{self.world.judged()}\n{self.world.log_end()}")
        self.assertIn("2031-05-06T09:00:00", text)
        self.assertNotIn("trouble", str(self.world.judged()))

    def judged_of(self, kind):
        return [event for event in self.world.judged() if kind in event]

    def test_our_client_assertions_are_accepted_in_both_forms(self):
        for tenant in TENANTS:
            with self.subTest(tenant.thumbprint):
                self.expect_answered(basic(tenant), tenant)
        judged = {event["client_id"]: event for event in self.judged_of("assertion")}
        for tenant, algorithm in ((NEW_FORM, "PS256"), (OLD_FORM, "RS256")):
            event = judged[tenant.client_id]
            self.assertEqual((event["assertion"], event["alg"]), ("verified", algorithm))
            self.assertEqual(event["x5t#S256"], tenant is NEW_FORM)
            self.assertEqual(event["x5t"], tenant is OLD_FORM)
            self.assertLessEqual(event["lifetime"], 600)
        self.assertEqual(self.judged_of("refused"), [])

    def test_the_token_that_we_obtained_is_what_graph_gets(self):
        for tenant in TENANTS:
            self.expect_answered(basic(tenant), tenant)
        seen = {event.get("tenant") for event in self.judged_of("token")}
        self.assertEqual(seen, {tenant.id for tenant in TENANTS})

    def test_issued_tokens_are_accepted_from_a_script(self):
        for tenant in TENANTS:
            with self.subTest(tenant.name):
                token = self.world.token_for_us(tenant)
                header = json.loads(base64.urlsafe_b64decode(token.split(".")[0] + "=="))
                self.assertEqual((header["typ"], header["alg"]), ("at+jwt", "RS256"))
                self.expect_answered("Bearer " + token, tenant)

    def test_issued_tokens_for_somebody_else_are_refused(self):
        token = self.world.token_for_us(NEW_FORM, scope=f"https://{GRAPH}/.default")
        status, _ = self.world.ask("Bearer " + token, NEW_FORM)
        self.assertEqual(status, 401)

    def test_a_token_of_one_tenant_asks_nothing_of_another(self):
        token = self.world.token_for_us(NEW_FORM)
        status, text = self.world.ask("Bearer " + token, OLD_FORM)
        self.assertEqual(status, 200)
        self.assertNotIn("NoError", text)


if __name__ == "__main__":
    stage_case.main()

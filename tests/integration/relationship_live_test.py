# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""An operator changes a relationship with freebusyctl while the gateways run: the next question is
answered by it, on either side."""
import datetime as dt
import json
import subprocess

import stage_case
from stage_case import PROGRAMS, StageCase, cast

DORA = cast.FABRIKAM.person("dora")
OFF = "ErrorInvalidOrganizationRelationshipForFreeBusy"


class RelationshipLiveTest(StageCase):
    administered = True
    # The answering side's change shows when the asking side asks again: here, at once.
    settings = {"cache": {"fresh": "0s"}}

    def set(self, tenant, other, *changes):
        """At that tenant's gateway, of its relationship with the other one."""
        done = subprocess.run(
            [
                *[PROGRAMS / "freebusyctl", "organization-relationship", "set", other.title],
                *["--tenant", tenant.name, "--admin", self.stage.files.admin_socket(tenant)],
                *changes,
            ],
            capture_output=True,
            text=True,
        )
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def ask(self):
        begin = dt.datetime.combine(cast.demo_day(), dt.time())
        (answer,) = self.stage.client(cast.CONTOSO).ask(
            [DORA.address], begin, begin + dt.timedelta(days=1), view="DetailedMerged"
        )
        return answer

    def subjects(self, answer):
        return [(details or {}).get("Subject") for details in answer.details]

    def asked_along(self, to):
        """What a test of the way to `to` did, and the outcome."""
        done = subprocess.run(
            [PROGRAMS / "freebusyctl", "test", "--from", "peggy@contoso.example", "--to", to,
             "--output", "json", "--admin", self.stage.files.admin_socket(cast.CONTOSO)],
            capture_output=True, text=True)  # fmt: skip
        forward = json.loads(done.stdout)["forward"]
        steps = {}
        for step in forward["steps"]:
            steps.setdefault(step["what"], []).append(step)
        return forward["outcome"], steps

    def test_a_test_shows_every_step_that_it_made(self):
        outcome, steps = self.asked_along(DORA.address)
        self.assertEqual(outcome, "allowed")
        self.assertIn("a delegation token for peggy@contoso.example from https://login.",
                      steps["token"][0]["words"])  # fmt: skip
        self.assertIn("https://autodiscover.fabrikam-us.example", steps["endpoint"][0]["words"])
        self.assertRegex(steps["discovery"][-1]["words"], "^(earlier: )?found")
        self.assertRegex(steps["exchange"][-1]["object"], "^https://gateway.fabrikam-gov.example")
        self.assertEqual(steps["exchange"][-1]["words"], "HTTP status 200")
        self.assertEqual(steps["answer"][0]["verdict"], "passed")
        self.assertIn("contoso (public/", steps["caller"][0]["words"])
        # What was found is used again, and that is said.
        _, steps = self.asked_along(DORA.address)
        self.assertRegex(steps["discovery"][-1]["words"], "^earlier: found")

        outcome, steps = self.asked_along("victor@contoso-cn.example")
        self.assertEqual(outcome, "allowed")
        self.assertIn("from login.microsoftonline.com, presented as a protected forwarded token",
                      steps["token"][0]["words"])  # fmt: skip
        self.assertRegex(steps["endpoint"][0]["words"], "^pinned: https://")
        self.assertNotIn("discovery", steps)
        self.assertEqual(steps["exchange"][-1]["words"], "HTTP status 200")

        self.set(cast.FABRIKAM, cast.CONTOSO, "--enabled", "false")
        outcome, steps = self.asked_along(DORA.address)
        self.set(cast.FABRIKAM, cast.CONTOSO, "--enabled", "true")
        self.assertEqual((outcome, steps["answer"][0]["verdict"]), ("refused", "refused"))

    def test_the_asking_side_turns_it_off_and_on(self):
        self.assertIn("Wind tunnel slot", self.subjects(self.ask()))
        self.set(cast.CONTOSO, cast.FABRIKAM, "--free-busy-access-enabled", "false")
        refused = self.ask()
        self.assertEqual((refused.code, refused.events), (OFF, []))
        self.set(cast.CONTOSO, cast.FABRIKAM, "--free-busy-access-enabled", "true")
        answer = self.ask()
        self.assertEqual(answer.code, "NoError")
        self.assertIn("Wind tunnel slot", self.subjects(answer))

    def test_the_answering_side_shows_less_and_more(self):
        self.assertIn("Wind tunnel slot", self.subjects(self.ask()))
        self.set(cast.FABRIKAM, cast.CONTOSO, "--free-busy-access-level", "AvailabilityOnly")
        times = self.ask()
        self.assertEqual((times.code, times.details), ("NoError", [None] * len(DORA.entries)))
        self.set(cast.FABRIKAM, cast.CONTOSO, "--enabled", "false")
        self.assertEqual(self.ask().code, "ErrorNoFreeBusyAccess")
        self.set(
            *(cast.FABRIKAM, cast.CONTOSO, "--enabled", "true"),
            *("--free-busy-access-level", "LimitedDetails"),
        )
        self.assertIn("Wind tunnel slot", self.subjects(self.ask()))


if __name__ == "__main__":
    stage_case.main()

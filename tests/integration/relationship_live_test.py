# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""An operator changes a relationship with freebusyctl while the gateways run: the next question is
answered by it, on either side."""
import datetime as dt
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

# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Operators change what counts while the gateway runs: in force when the command returns, in two
seconds in the other processes of the host, there after a crash."""
import base64
import json
import re
import secrets
import signal
import time
import unittest
import uuid

import stage_case
from registry_world import CAROL, NORTH, SOUTH, USER, RegistryWorld

# What a reader of the documentation may rely on.
OTHER_PROCESS_SECONDS_MAX = 2.0
ALLOWED_MAX = 25


class RegistryTest(unittest.TestCase):
    def setUp(self):
        self.world = RegistryWorld()
        self.addCleanup(stage_case.close, self.world)
        self.gateway = self.world.gateway("one")
        self.gateway.start()

    def close_south(self, gateway):
        return gateway.ctl("availability-config", "set", "--tenant", "south",
                           "--allowed-tenant-ids", f"remove={NORTH}")  # fmt: skip

    def open_south(self, gateway):
        return gateway.ctl("availability-config", "set", "--tenant", "south",
                           "--allowed-tenant-ids", f"add={NORTH}")  # fmt: skip

    def test_a_change_counts_when_the_command_returns(self):
        for _ in range(5):
            self.assertEqual(self.gateway.ask()["result"], "known")
            self.close_south(self.gateway)
            answer = (
                self.gateway.ask()
            )  # although the answer from before is still cached
            self.assertEqual(answer["result"], "unknown")
            self.assertNotIn("blocks", answer)
            self.open_south(self.gateway)

    def test_another_process_follows_within_two_seconds(self):
        other = self.world.gateway("two")
        other.start()
        for changer, follower in ((self.gateway, other), (other, self.gateway)):
            for change, result in (
                (self.close_south, "unknown"),
                (self.open_south, "known"),
            ):
                change(changer)
                limit = time.monotonic() + OTHER_PROCESS_SECONDS_MAX
                while follower.ask()["result"] != result:
                    self.assertLess(
                        time.monotonic(), limit, f"{follower.name}: not {result} yet"
                    )
                    time.sleep(0.05)

    def test_what_was_acknowledged_is_there_after_a_kill(self):
        for round_ in range(4):
            name = f"guest-{round_}@elsewhere.example"
            self.gateway.ctl("mail-contact", "add", "--tenant", "north", "--name", "G",
                             "--external-email-address", name)  # fmt: skip
            self.gateway.kill()
            self.gateway.start()
            shown = self.gateway.json("mail-contact", "list", "--tenant", "north")
            self.assertIn(name, str(shown))
        self.assertEqual(self.gateway.ask()["result"], "known")

    def test_sixteen_clients_at_once_never_make_it_twenty_six(self):
        clients = [[str(uuid.uuid4()) for _ in range(2)] for _ in range(16)]
        for number in range(2):
            running = [
                self.gateway.ctl_process("availability-config", "set", "--tenant", "south",
                                         "--allowed-tenant-ids", f"add=public/{ids[number]}")
                for ids in clients
            ]  # fmt: skip
            ended = [
                (process.communicate(timeout=60), process.returncode)
                for process in running
            ]
        listed = self.allowed()
        self.assertEqual(len(listed), ALLOWED_MAX)
        self.assertEqual(len(set(listed)), ALLOWED_MAX)
        refused = [texts for texts, code in ended if code != 0]
        self.assertTrue(refused)
        for texts in refused:
            self.assertIn("25", "".join(texts))

    def allowed(self):
        shown = self.gateway.json("availability-config", "show", "--tenant", "south")
        return self.body_of(shown)["allowed_tenant_ids"]

    @staticmethod
    def body_of(shown):
        if isinstance(shown, list):
            shown = shown[0]
        if "objects" in shown:
            shown = shown["objects"][0]
        return shown.get("body", shown)

    def test_a_file_is_shown_before_it_is_applied_and_comes_out_again(self):
        exported = self.gateway.ctl("export")
        file = self.world.folder / "wanted.toml"
        file.write_text(exported)
        self.gateway.ctl("apply", "-f", file, "--dry-run")  # nothing to change
        file.write_text(exported.replace('name = "Carol"', 'name = "Carol Smith"'))
        shown = self.gateway.ctl("apply", "-f", file, "--dry-run", expect=6)
        self.assertIn("Carol Smith", shown)
        self.assertNotIn("Carol Smith", self.gateway.ctl("export"))
        self.gateway.ctl("apply", "-f", file)
        self.assertIn("Carol Smith", self.gateway.ctl("export"))
        history = self.gateway.json("history", "--tenant", "north")
        newest = history["entries"][0]
        self.assertEqual(newest["actor"], "tester")
        self.assertEqual(newest["before"]["name"], "Carol")
        self.assertEqual(newest["after"]["name"], "Carol Smith")
        file.write_text(
            exported.replace('forest_name = "south.example"', 'forest_name = "nó"')
        )
        refused = self.gateway.ctl("apply", "-f", file, expect=1)
        self.assertRegex(refused, r"wanted\.toml:\d+:\d+: ")
        self.assertEqual(self.gateway.ask()["result"], "known")

    def test_explain_names_the_reason_and_test_asks(self):
        allowed = self.gateway.ctl("explain", "--from", USER, "--to", CAROL)
        self.assertIn("AvailabilityOnly", allowed)
        self.close_south(self.gateway)
        refused = self.gateway.ctl("explain", "--from", USER, "--to", CAROL, expect=2)
        self.assertIn("availability_config.tenant_not_allowed", refused)
        asked = self.gateway.ctl("test", "--from", USER, "--to", CAROL, expect=2)
        self.assertIn("availability_config.tenant_not_allowed", asked)

    def test_a_credential_is_explained_with_its_claims(self):
        def told(credential, expect):
            file = self.world.folder / "credential.secret"
            file.write_text(credential + "\n")
            self.world.secrets.append(credential)
            return self.gateway.ctl("explain-credential", file, expect=expect)

        def basic(password):
            return "Basic " + base64.b64encode(f"{USER}:{password}".encode()).decode()

        def part(value):
            return (
                base64.urlsafe_b64encode(json.dumps(value).encode())
                .decode()
                .rstrip("=")
            )

        good = told(basic(self.world.password), 0)
        self.assertRegex(
            good, r"(?s)Outcome: accepted, basic.*Caller: .*" + re.escape(USER)
        )
        wrong = told(basic("another " + secrets.token_hex(8)), 2)
        self.assertRegex(wrong, r"(?s)Outcome: refused, basic.*Reason: .*\nFix: ")
        claims = {"aud": "https://somewhere.example", "tid": SOUTH.partition("/")[2]}
        header = {"typ": "JWT", "alg": "RS256", "kid": "unknown"}
        token = f"{part(header)}.{part(claims)}.{secrets.token_urlsafe(64)}"
        refused = told(token, 2)
        self.assertIn("Outcome: refused, bearer", refused)
        self.assertIn("https://somewhere.example", refused)
        self.assertNotIn(token, refused)

    def test_who_may_do_it_is_read_again_on_the_signal(self):
        self.world.grant('"north:read"')
        self.gateway.process.send_signal(signal.SIGHUP)
        limit = time.monotonic() + 10
        while True:
            done = self.gateway.ctl("tenant", "list", expect=None)
            if "south" not in done:
                break
            self.assertLess(time.monotonic(), limit, "the accounts were not read again")
            time.sleep(0.05)
        self.assertIn("north", done)
        self.gateway.ctl("mail-contact", "remove", CAROL, "--tenant", "north", expect=4)
        self.assertEqual(self.gateway.ask()["result"], "known")


if __name__ == "__main__":
    stage_case.main()

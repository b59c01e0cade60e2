# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""freebusyctl against the admin API of a real gateway: every noun and verb, roles, files,
revisions, explain and test, and the exit codes that scripts rely on."""
import csv
import io
import json
import os
import subprocess
import unittest

from freebusyctl_world import ANN, BOB, CARL, NORTH, PARTNER, SOUTH, AdminWorld
from stage_case import PROGRAMS

DONE, USAGE, REFUSED, FAILED, NOT_ALLOWED, CONFLICT, DIFFERENCES = range(7)
ENVIRONMENT = {k: v for k, v in os.environ.items()
               if k != "NO_COLOR" and not k.startswith("FREEBUSYCTL_")}  # fmt: skip
APPLICATION = "3c4d5e6f-7a8b-4c9d-8e0f-1a2b3c4d5e6f"
ALIAS = ("mailbox", "set", ANN, "--tenant", "North", "--email-addresses")


class AdminCase(unittest.TestCase):
    """Each test has a gateway of its own: what one changes, another would see."""

    def setUp(self):
        self.world = AdminWorld()
        self.addCleanup(self.close)

    def close(self):
        self.assertEqual(self.world.close(), [])

    def run_it(self, *words, account="chief", given=None):
        """Over TLS with the account's token; without an account over the socket."""
        where = ["--admin", self.world.socket]
        if account:
            where = ["--admin", self.world.admin, "--ca", self.world.ca_file]
            where += ["--admin-token-file", self.world.token_file(account)]
        command = [str(part) for part in (PROGRAMS / "freebusyctl", *words, *where)]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, input=given,
                              env=ENVIRONMENT)  # fmt: skip

    def done(self, *words, code=DONE, **more):
        done = self.run_it(*words, **more)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        if code in (DONE, REFUSED, DIFFERENCES):
            self.assertEqual(done.stderr, "")
        else:
            self.assertEqual(done.stdout, "")
        return done.stdout + done.stderr

    def answer(self, *words, **more):
        return json.loads(self.done(*words, "--output", "json", **more))

    def add_partner(self):
        return self.done(
            "partner", "add", "--authority", "cn", "--tenant-id", PARTNER.partition("/")[2],
            "--name", "Fabrikam", "--cloud", "21vianet", "--token-audience", "api://" + APPLICATION,
            "--token-client-ids", APPLICATION, "--token-role", "FreeBusy.Ask",
        )  # fmt: skip


class ObjectsTest(AdminCase):
    def test_a_partner_and_whom_he_may_ask(self):
        self.assertIn("+ partner Fabrikam (" + PARTNER + ")", self.add_partner())
        shown = self.answer("partner", "show", "Fabrikam")
        self.assertEqual(shown["body"]["organization_token"]["role"], "FreeBusy.Ask")
        changed = self.done("partner", "set", PARTNER, "--token-role", "FreeBusy.Other")
        self.assertIn('- organization_token.role = "FreeBusy.Ask"', changed)
        self.assertNotIn("audience", changed)
        again = self.done("partner", "add", "--authority", "cn", "--tenant-id",
                          PARTNER.partition("/")[2], "--name", "F2", "--cloud", "21vianet",
                          code=CONFLICT)  # fmt: skip
        self.assertIn("[exists]", again)

        allow = ("availability-config", "set", "--tenant", "North", "--allowed-tenant-ids")
        config = ("availability-config", "add", "--tenant", "North", "--allowed-tenant-ids")
        self.assertIn(PARTNER, self.done(*config, PARTNER))
        self.done(*allow, "remove=" + PARTNER)
        self.assertIn("[mistake]", self.done(*allow, "remove=" + PARTNER, code=USAGE))
        self.done(*allow, '@{Add="' + PARTNER + '"}')
        listed = self.answer("availability-config", "list", "--tenant", NORTH)["objects"]
        self.assertEqual([o["body"]["allowed_tenant_ids"] for o in listed], [[PARTNER]])
        self.done("availability-config", "remove", "--tenant", "North")
        self.assertEqual(
            self.answer("availability-config", "list", "--tenant", NORTH)["objects"], []
        )
        self.done("partner", "remove", PARTNER)
        self.done("partner", "show", PARTNER, code=USAGE)

    def test_a_tenant(self):
        self.done("tenant", "add", "--name", "East", "--authority", "public", "--cloud",
                  "commercial", "--tenant-id", "c0a1b2c3-0009-4000-8000-00000000c009",
                  "--accepted-domains", "east.example,mail.east.example")  # fmt: skip
        self.done("tenant", "set", "East", "--require-contact", "$false")
        shown = self.answer("tenant", "show", "East")["body"]
        self.assertEqual(shown["accepted_domains"], ["east.example", "mail.east.example"])
        self.assertIs(shown["require_contact"], False)
        self.done("tenant", "set", "East", "--require-contact", "$null")
        self.assertNotIn("require_contact", self.answer("tenant", "show", "East")["body"])
        self.assertIn("East", self.done("tenant", "list"))
        self.done("tenant", "remove", "East")
        self.assertNotIn("East", self.done("tenant", "list"))

    def test_an_organization_relationship(self):
        name = ("organization-relationship", "set", "To the South", "--tenant", "North")
        self.done(
            "organization-relationship", "add", "--tenant", "North", "--name", "To the South",
            "--target-tenant-id", SOUTH, "--domain-names", "south.example",
            "--free-busy-access-enabled", "$true", "--free-busy-access-level", "LimitedDetails",
            "--mail-tips-access-level", "None", "--photos-enabled", "$false",
        )  # fmt: skip
        self.done(*name, "--domain-names", "add=other.example")
        self.done(*name, "--domain-names", "add=other.example", code=USAGE)
        rows = list(csv.DictReader(io.StringIO(
            self.done("organization-relationship", "list", "--output", "csv"))))  # fmt: skip
        self.assertEqual([row["domain_names"] for row in rows], ["south.example, other.example"])
        self.assertEqual(rows[0]["free_busy_access_level"], "LimitedDetails")
        self.done(*name, "--target-owa-url", "https://mail.south.example/owa")
        self.done(*name, "--target-owa-url", "")
        shown = self.answer(*name[:1], "show", *name[2:])
        self.assertNotIn("target_owa_url", shown["body"])
        self.done("organization-relationship", "remove", "To the South", "--tenant", "North")

    def test_an_address_space_has_no_set(self):
        space = ("--tenant", "North", "--forest-name", "south.example", "--target-tenant-id", SOUTH)
        self.done("address-space", "add", *space, "--access-method", "OrgWideFBToken")
        refused = self.done("address-space", "add", "--tenant", "North", "--forest-name",
                            "other.example", "--target-tenant-id", SOUTH, "--access-method",
                            "PerUserFB", code=USAGE)  # fmt: skip
        self.assertIn("PerUserFB", refused)
        said = self.done("address-space", "set", "south.example", "--tenant", "North", code=USAGE)
        self.assertIn("remove it and add it again", said)
        self.done("address-space", "add", *space, "--access-method", "OrgWideFBToken", "--replace")
        self.done("address-space", "remove", "south.example", "--tenant", "North")

    def test_recipients(self):
        for noun, words in [
            ("mailbox", ["--primary-smtp-address", "dora@north.example", "--source", "files"]),
            ("mail-contact", ["--external-email-address", "x@away.example", "--name", "X"]),
            ("mail-user", ["--external-email-address", "y@away.example", "--name", "Y"]),
            ("guest", ["--external-email-address", "z@away.example", "--name", "Z",
                       "--invited-as", "zz@away.example"]),
            ("group", ["--primary-smtp-address", "all@north.example", "--members", ANN]),
        ]:  # fmt: skip
            with self.subTest(noun):
                alias = f"alias-{noun}@north.example"
                self.done(noun, "add", "--tenant", "North", *words)
                self.done(noun, "set", words[1], "--tenant", "North", "--email-addresses", alias)
                shown = self.answer(noun, "show", words[1], "--tenant", "North")
                self.assertEqual(shown["body"]["proxy_addresses"], [alias])
                self.assertIn(words[1], self.done(noun, "list", "--tenant", "North"))
                self.done(noun, "remove", words[1], "--tenant", "North")
                self.done(noun, "show", words[1], "--tenant", "North", code=USAGE)

    def test_a_dry_run_changes_nothing_and_a_revision_is_held(self):
        mailbox = (*ALIAS, "a@north.example")
        before = self.answer("status")["revision"]
        self.assertIn("nothing was done", self.done(*mailbox, "--dry-run", code=DIFFERENCES))
        self.done("mailbox", "remove", ANN, "--tenant", "North", "--dry-run", code=DIFFERENCES)
        self.assertEqual(self.answer("status")["revision"], before)
        old = self.answer("mailbox", "show", ANN, "--tenant", "North")["revision"]
        self.done(*mailbox, "--if-revision", old)
        remove = ("mailbox", "remove", ANN, "--tenant", "North")
        for verb in (mailbox[:-1] + ("b@north.example",), remove):
            said = self.done(*verb, "--if-revision", old, code=CONFLICT)
            self.assertIn("[conflict]", said)
            self.done(*verb, "--if-revision", old, "--dry-run", code=CONFLICT)
        self.assertIn("Nothing to change", self.done(*mailbox, "--dry-run"))


class FilesTest(AdminCase):
    def test_export_is_what_apply_takes(self):
        self.add_partner()
        text = self.done("export", "--partners")
        self.assertIn(ANN, text)
        self.assertIn(PARTNER.partition("/")[2], text)
        file = self.world.folder / "exported.toml"
        file.write_text(text)
        self.assertIn("Nothing to change", self.done("apply", "-f", file, "--dry-run"))
        less = text.replace("alias", "other").replace(BOB, "bert@south.example")
        file.write_text(less)
        dry = self.done("apply", "-f", file, "--dry-run", code=DIFFERENCES)
        self.assertIn("+ mailbox bert@south.example of South", dry)
        self.assertNotIn("- mailbox", dry)
        pruned = self.done("apply", "-f", "-", "--prune", given=less)
        self.assertIn("- mailbox " + BOB, pruned)
        self.assertIn("1 added, 0 changed, 1 removed.", pruned)
        self.assertIn("Nothing to change", self.done("apply", "-f", file, "--prune", "--dry-run"))

    def test_mistakes_in_a_file_have_places(self):
        file = self.world.folder / "wrong.toml"
        file.write_text(self.world.federation_file.read_text().replace("cloud =", "clowd ="))
        said = self.done("apply", "-f", file, code=USAGE)
        line = file.read_text().splitlines().index('clowd = "commercial"') + 1
        self.assertIn(f"{file}:{line}:1: ", said)
        self.assertIn("cloud", said)

    def test_what_exchange_printed(self):
        self.add_partner()
        listed = self.world.folder / "spaces.txt"
        listed.write_text(
            "ForestName            : fabrikam.example\nAccessMethod          : InternalProxy\n"
        )
        allowed = self.world.folder / "config.txt"
        allowed.write_text("Name             : Default\nOrgWideAccount   : \n"
                           f"AllowedTenantIds : {{{PARTNER.partition('/')[2]}}}\n")  # fmt: skip
        take = ("import", "exchange", listed, allowed, "--tenant", "North")
        before = self.answer("status")["revision"]
        said = self.done(*take, "--dry-run", code=DIFFERENCES)
        self.assertIn("skipped", said)
        self.assertIn("+ availability-config", said)
        self.assertEqual(self.answer("status")["revision"], before)
        self.done(*take)
        shown = self.answer("availability-config", "show", "--tenant", "North")
        self.assertEqual(shown["body"]["allowed_tenant_ids"], [PARTNER])
        self.assertIn("Nothing to change", self.done(*take, "--dry-run"))
        listed.write_text("what is this")
        self.assertTrue(self.done(*take, code=USAGE).startswith(f"{listed}:\n"))
        commands = self.done("export", "--as", "powershell", "--tenant", "North", "--partner",
                             "Fabrikam", "--kind", "exchange-online")  # fmt: skip
        self.assertIn("New-AvailabilityConfig", commands)

    def test_a_backup(self):
        made = self.answer("backup", "copy.sqlite")
        self.assertGreater(made["bytes"], 0)
        self.assertTrue(made["file"].endswith("copy.sqlite"))
        self.done("backup", "../copy.sqlite", code=USAGE)

    def test_history(self):
        self.done(*ALIAS, "a@north.example", account="north-admin")
        entry, *_ = self.answer("history", "--tenant", "North", "--kind", "mailbox")["entries"]
        self.assertEqual((entry["actor"], entry["verb"]), ("north-admin", "set"))
        drawn = self.done("history", "--limit", "1", "--differences", account=None)
        self.assertIn("mailbox " + ANN + " of North", drawn)
        self.assertIn('    proxy_addresses:\n      + "a@north.example"\n', drawn)
        self.assertIn("There is more: --before ", drawn)


class QuestionsTest(AdminCase):
    def share(self):
        for name, other, domain in [("North", SOUTH, "south.example"),
                                    ("South", NORTH, "north.example")]:  # fmt: skip
            self.done("address-space", "add", "--tenant", name, "--forest-name", domain,
                      "--target-tenant-id", other, "--access-method", "OrgWideFBToken")  # fmt: skip
            self.done("availability-config", "add", "--tenant", name, "--allowed-tenant-ids", other)

    def add_contacts(self):
        for name, address in (("North", BOB), ("South", ANN)):
            self.done("mail-contact", "add", "--tenant", name, "--name", address,
                      "--external-email-address", address)  # fmt: skip

    def test_explain_and_test(self):
        pair = ("--from", ANN, "--to", BOB)
        refused = self.done("explain", *pair, code=REFUSED)
        self.assertIn("Outcome: refused", refused)
        self.assertIn("Fix: ", refused)
        code = self.answer("explain", *pair, code=REFUSED)["reason"]["code"]
        self.assertIn(code, self.done("reason", code))
        self.share()
        self.add_contacts()
        allowed = self.done("explain", *pair)
        outcome = "Outcome: allowed, AvailabilityOnly, along availability-address-space"
        self.assertIn(outcome, allowed)
        self.done("explain", *pair, "--path", "aas")
        steps = self.answer("explain", *pair, "--path", "orgrel")["steps"]
        self.assertIn("home-user", json.dumps(steps))
        both = self.answer("test", *pair)
        for way in ("forward", "backward"):
            self.assertGreater(both[way]["answer"]["entries"], 0, both[way])
        self.assertNotIn("Secret", json.dumps(both))
        self.assertIn("From " + BOB + " to " + ANN, self.done("test", *pair))
        self.done("availability-config", "remove", "--tenant", "South")
        self.done("test", *pair, code=REFUSED)

    def test_the_rest(self):
        status = self.answer("status")
        self.assertEqual({t["name"] for t in status["tenants"]}, {"North", "South"})
        self.assertEqual(status["account"]["name"], "chief")
        self.assertEqual(self.answer("status", account=None)["account"]["name"], "local")
        self.assertIn("gcc-high", self.done("cloud", "list"))
        self.assertEqual(self.answer("cloud", "show", "21vianet")["authority"], "cn")
        reasons = list(csv.DictReader(io.StringIO(self.done("reason", "--output", "csv"))))
        self.assertGreater(len(reasons), 20)
        self.done("reason", "no.such.code", code=USAGE)
        self.assertEqual(json.loads(self.done("openapi"))["openapi"][:3], "3.1")

    def test_a_directory_source(self):
        people = self.world.folder / "people.csv"
        people.write_text("RecipientTypeDetails,PrimarySmtpAddress\n"
                          "UserMailbox,eve@north.example\n")  # fmt: skip
        source = [{"name": "people", "kind": "csv", "file": "people.csv", "every": "0s",
                   "mailbox_source": "files"}]  # fmt: skip
        self.done("tenant", "set", "North", "--set", "directory_source=" + json.dumps(source))
        self.assertIn("people", self.done("directory-source", "list", "--tenant", "North"))
        run = ("directory-source", "run", "people", "--tenant", "North")
        self.assertIn("+ mailbox eve@north.example", self.done(*run, "--dry-run", code=DIFFERENCES))
        self.assertIn("+ mailbox eve@north.example", self.done(*run))
        self.assertIn("eve@north.example", self.done("mailbox", "list", "--tenant", "North"))
        self.done("directory-source", "run", "none", "--tenant", "North", code=USAGE)


class RolesTest(AdminCase):
    def test_roles(self):
        mine = (*ALIAS, "a@north.example")
        theirs = ("mailbox", "set", CARL, "--tenant", "South", "--email-addresses", "c@x.example")
        self.done(*mine, account="north-reader", code=NOT_ALLOWED)
        self.done(*mine, account="north-admin")
        self.assertIn("[not-found]", self.done(*theirs, account="north-admin", code=USAGE))
        self.done("backup", "copy.sqlite", account="north-admin", code=NOT_ALLOWED)
        seen = self.answer("mailbox", "list", account="north-reader")["objects"]
        self.assertEqual([o["identity"] for o in seen], [ANN])
        self.assertNotIn(BOB, self.done("history", account="north-reader"))
        self.world.token_file("chief").write_text("A" * 43 + "\n")
        said = self.done("status", code=NOT_ALLOWED)
        self.assertNotIn("A" * 43, said)
        self.done("status", account=None)


if __name__ == "__main__":
    unittest.main(verbosity=2)

# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""What changes beside the registry counts after SIGHUP: secrets in files and the cloud catalogue. A
mistake in one of them changes nothing, and the log says where it is. And files that hold a part of
what is stored."""
import base64
import json
import secrets
import signal
import time
import unittest

import stage_case
from registry_world import CAROL, NORTH, SOUTH, RegistryWorld
from scripted_peer import ScriptedPeer

import world_files
from world_files import item, table, toml

MAIL_HOST = "mail.south.example"
ON_EXCHANGE = ["dora@south.example", "eve@south.example", "fay@south.example"]
WAIT_SECONDS_MAX = 20


class SecretsWorld(RegistryWorld):
    """The asker's password hash and the password of an Exchange source are in files."""

    def __init__(self):
        self.source_password = secrets.token_hex(8)
        super().__init__()
        self.write_password(self.source_password)
        self.write_hash(self.password)
        (self.folder / "clouds.toml").write_text("version = 1\n")
        server = self.folder / "mail"
        server.mkdir()
        self.authority.issue(server, [MAIL_HOST])
        self.peer = ScriptedPeer(
            server / "tls.pem", server / "tls.key", {MAIL_HOST: lambda *_: (401, {}, "")}
        )

    def write_password(self, password):
        self.secrets.append(password)
        (self.folder / "mail.password").write_text(password + "\n")

    def write_hash(self, password):
        self.secrets.append(password)
        (self.folder / "asker.hash").write_text(world_files.password_hash(password) + "\n")

    def federation(self):
        lines = super().federation().splitlines(keepends=True)
        for at, line in enumerate(lines):
            if line.startswith("password_hash = "):
                lines[at] = 'password_hash_file = "asker.hash"\n'
        text = "".join(lines)
        # The last tenant is south.
        text += item("tenant.source", name="mail", kind="ews", username="gateway",
                     url=f"https://{MAIL_HOST}/EWS/Exchange.asmx",
                     password_file="mail.password")  # fmt: skip
        for address in ON_EXCHANGE:
            text += item("tenant.mailbox", address=address, source="mail")
        contacts = "".join(
            item("tenant.mail_contact", name=address, external_address=address)
            for address in ON_EXCHANGE
        )
        contact = text.index("[[tenant.mail_contact]]")
        return text[:contact] + contacts + text[contact:]

    def gateway(self, name):
        gateway = super().gateway(name)
        file = gateway.folder / "freebusyd.toml"
        text = file.read_text().replace(
            "[gateway]\n", '[gateway]\ncloud_catalogue_file = "../clouds.toml"\n'
        )
        text += table("net", ca_file=str(self.authority.certificate), allow_private=["127.0.0.0/8"])
        text += f"[net.hosts]\n{toml(MAIL_HOST)} = {toml(f'127.0.0.1:{self.peer.port}')}\n"
        file.write_text(text)
        return gateway

    def close(self):
        self.peer.close()
        return super().close()


class RegistryReloadTest(unittest.TestCase):
    def setUp(self):
        self.world = SecretsWorld()
        self.addCleanup(stage_case.close, self.world)
        self.gateway = self.world.gateway("one")
        self.gateway.start()

    def events(self, name):
        text = (self.gateway.folder / "freebusyd.log").read_text()
        records = [json.loads(line) for line in text.splitlines()]
        return [record for record in records if record["event"] == name]

    def reload(self, event):
        """Gives the record of the log that says how it came out."""
        before = len(self.events(event))
        self.gateway.process.send_signal(signal.SIGHUP)
        limit = time.monotonic() + WAIT_SECONDS_MAX
        while len(self.events(event)) == before:
            self.assertLess(time.monotonic(), limit, f"no {event} in the log")
            time.sleep(0.02)
        return self.events(event)[-1]

    def password_sent_for(self, person):
        del self.world.peer.presented[:]
        answer = self.gateway.ask(person)
        self.assertEqual(answer["result"], "unknown")
        presented = set(self.world.peer.presented)
        self.assertEqual(len(presented), 1, presented)
        pair = base64.b64decode(presented.pop().removeprefix("Basic ")).decode()
        self.assertEqual(pair.partition(":")[0], "gateway")
        return pair.partition(":")[2]

    def test_a_password_of_a_source_is_rotated(self):
        old, new = self.world.source_password, secrets.token_hex(8)
        self.assertEqual(self.password_sent_for(ON_EXCHANGE[0]), old)
        self.world.write_password(new)
        self.assertEqual(self.password_sent_for(ON_EXCHANGE[1]), old)
        self.reload("reloaded")
        self.assertEqual(self.password_sent_for(ON_EXCHANGE[2]), new)
        self.assertEqual(self.gateway.json("status")["revision"], 1)

    def test_a_password_of_a_caller_is_rotated(self):
        self.assertEqual(self.gateway.ask()["result"], "known")
        new = secrets.token_hex(8)
        self.world.write_hash(new)
        self.reload("reloaded")
        with self.assertRaisesRegex(AssertionError, "answered 401"):
            self.gateway.ask()
        self.world.password = new
        self.assertEqual(self.gateway.ask()["result"], "known")

    def test_a_secret_that_is_gone_leaves_what_is_in_force(self):
        (self.world.folder / "mail.password").unlink()
        refused = self.reload("reload_refused")
        self.assertRegex(refused["problem"], rf'^tenant {SOUTH}:\d+:\d+: "password_file" ')
        self.assertEqual(
            self.password_sent_for(ON_EXCHANGE[0]), self.world.source_password
        )

    def test_the_cloud_catalogue_is_read_again_or_stays(self):
        file = self.world.folder / "clouds.toml"
        changed = 'version = 1\n[[cloud]]\nname = "dod"\ngraph_host = "graph.another.example"\n'
        file.write_text(changed)
        self.assertNotIn("graph.another.example", self.gateway.ctl("cloud", "show", "dod"))
        self.reload("reloaded")
        self.assertIn("graph.another.example", self.gateway.ctl("cloud", "show", "dod"))
        file.write_text(changed.replace('"dod"', "3"))
        refused = self.reload("reload_refused")
        self.assertRegex(refused["problem"], r"clouds\.toml:\d+:\d+: ")
        # What is changed now is read with the catalogue that is in force.
        self.gateway.ctl("mail-contact", "remove", CAROL, "--tenant", "north")
        self.assertIn("graph.another.example", self.gateway.ctl("cloud", "show", "dod"))

    def test_an_export_of_one_tenant_is_applied_with_its_one_change(self):
        file = self.world.folder / "north.toml"
        exported = self.gateway.ctl("export", "--tenant", "north")
        self.assertNotIn('name = "south"', exported)
        self.assertIn(f'target_tenant = "{SOUTH}"', exported)
        file.write_text(exported)
        self.gateway.ctl("apply", "-f", file, "--dry-run")
        file.write_text(exported.replace('"Carol"', '"Carol Smith"'))
        for prune in ([], ["--prune"]):
            self.gateway.ctl("apply", "-f", file, "--dry-run", *prune, expect=6)
            shown = json.loads(
                self.gateway.ctl("apply", "-f", file, "--dry-run", *prune,
                                 "--output", "json", expect=6)
            )  # fmt: skip
            names = [one["identity"] for one in shown["differences"]]
            self.assertEqual(names, [CAROL])
        nobody = "cn/" + NORTH.partition("/")[2]
        file.write_text(
            exported.replace(f'target_tenant = "{SOUTH}"', f'target_tenant = "{nobody}"')
        )
        refused = self.gateway.ctl("apply", "-f", file, expect=1)
        self.assertRegex(refused, rf"north\.toml:\d+:\d+: .*{nobody}.*stored")

    def test_contacts_alone_are_applied_and_nothing_goes(self):
        before = self.gateway.ctl("export")
        authority, tenant_id = NORTH.split("/")
        file = self.world.folder / "contacts.toml"
        file.write_text(
            "version = 1\n\n"
            + item("tenant", authority=authority, tenant_id=tenant_id)
            + item("tenant.mail_contact", name="New", external_address="new@elsewhere.example")
        )
        self.gateway.ctl("apply", "-f", file, "--prune", expect=1)
        self.assertEqual(self.gateway.ctl("export"), before)
        self.gateway.ctl("apply", "-f", file)
        after = self.gateway.ctl("export").splitlines()
        added = {'name = "New"', 'external_address = "new@elsewhere.example"'}
        self.assertTrue(added <= set(after))
        self.assertEqual(set(before.splitlines()), set(after) - added)
        self.assertEqual(self.gateway.ask()["result"], "known")
        file.write_text(file.read_text().replace(authority, "cn", 1))
        refused = self.gateway.ctl("apply", "-f", file, expect=1)
        self.assertRegex(refused, r'contacts\.toml:\d+:\d+: "tenant_id" names cn/')


if __name__ == "__main__":
    stage_case.main()

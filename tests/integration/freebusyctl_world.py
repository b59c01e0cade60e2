# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""One gateway with a stored registry and an admin API: two home tenants whose calendars are files,
and accounts with API tokens for operators of one, of the other, and of the gateway."""
import hashlib
import os
import pwd
import subprocess

import lone_gateway
import run_folder
from stage_case import PROGRAMS

import pki
import processes
from world_files import item, table

NORTH = "public/c0a1b2c3-0001-4000-8000-00000000c001"
SOUTH = "public/c0a1b2c3-0002-4000-8000-00000000c002"
PARTNER = "cn/c0a1b2c3-0003-4000-8000-00000000c003"
ANN, BOB, CARL = "ann@north.example", "bob@south.example", "carl@south.example"
BUSY = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//test//\r
BEGIN:VEVENT\r
UID:1\r
DTSTAMP:20310501T000000Z\r
DTSTART:20200106T080000Z\r
DTEND:20200106T090000Z\r
RRULE:FREQ=DAILY\r
SUMMARY:Secret\r
END:VEVENT\r
END:VCALENDAR\r
"""

# Who may do what; each has an API token in FOLDER/tokens/NAME.secret.
GRANTS = {
    "chief": ["*:administer", "gateway:federate"],
    "north-admin": ["North:administer"],
    "north-reader": ["North:read"],
}


class AdminWorld:
    def __init__(self):
        self.folder = run_folder.new("freebusy-admin-")
        self.port = processes.free_port()
        self.socket = self.folder / "admin.sock"
        self.port_file = self.folder / "admin.port"
        authority = pki.Authority(self.folder / "authority")
        authority.issue(self.folder, ["localhost"])
        self.ca_file = authority.certificate
        for address in (ANN, BOB, CARL):
            place = self.folder / address.partition("@")[2].partition(".")[0]
            place.mkdir(exist_ok=True)
            (place / f"{address}.ics").write_text(BUSY, newline="")
        self.federation_file = self.folder / "federation.toml"
        self.federation_file.write_text(self.federation())
        self.tokens = {}
        (self.folder / "tokens").mkdir()
        (self.folder / "accounts.toml").write_text(self.accounts())
        (self.folder / "freebusyd.toml").write_text(self.settings())
        self.processes = processes.Processes(self.folder)
        lone_gateway.start(self.processes, self.folder, self.port, self.port_file.exists)
        self.admin = f"https://localhost:{self.port_file.read_text().strip()}"

    def token_file(self, name):
        return self.folder / "tokens" / f"{name}.secret"

    def settings(self):
        return (
            lone_gateway.settings("registry", self.port, self.ca_file)
            + table("registry", file="registry.sqlite")
            + table("admin", socket=str(self.socket), address="127.0.0.1", port=0,
                    port_file="admin.port", accounts_file="accounts.toml")
            + table("log", file="freebusyd.log")
        )  # fmt: skip

    def accounts(self):
        text = "version = 1\n\n"
        for name, grants in GRANTS.items():
            made = subprocess.run([PROGRAMS / "freebusyctl", "api-token", "new"], check=True,
                                  capture_output=True, text=True)  # fmt: skip
            self.tokens[name] = made.stdout.strip()
            self.token_file(name).write_text(made.stdout)
            digest = hashlib.sha256(self.tokens[name].encode()).hexdigest()
            text += item("account", name=name, api_tokens=[digest], grants=grants)
        me = pwd.getpwuid(os.getuid()).pw_name
        return text + item("account", name="local", unix_users=[me], grants=GRANTS["chief"])

    def federation(self):
        text = "version = 1\n\n"
        for name, key, people in (("North", NORTH, [ANN]), ("South", SOUTH, [BOB, CARL])):
            authority, tenant_id = key.split("/")
            text += item(
                "tenant", name=name, authority=authority, cloud="commercial", tenant_id=tenant_id,
                accepted_domains=[f"{name.lower()}.example"],
            )  # fmt: skip
            text += item("tenant.source", name="files", kind="ics", folder=name.lower())
            for person in people:
                text += item("tenant.mailbox", address=person, source="files")
        return text

    def close(self):
        left = self.processes.stop()
        run_folder.leave(self.folder, self.tokens.values())
        return left

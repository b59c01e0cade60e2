# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Gateways that share one registry on one host, with two home tenants whose calendars are files:
asker@north.example may ask, and carol@south.example is whom they ask for."""
import base64
import datetime as dt
import http.client
import json
import os
import secrets
import signal
import ssl
import subprocess

import run_folder
from stage_case import PROGRAMS

import pki
import processes
import world_files
from world_files import item, table

NORTH = "public/c0a1b2c3-0001-4000-8000-00000000c001"
SOUTH = "us/c0a1b2c3-0002-4000-8000-00000000c002"
USER = "asker@north.example"
CAROL = "carol@south.example"
BUSY = dt.datetime(2026, 1, 12, 10, tzinfo=dt.timezone.utc)
CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\nUID:1@x\r\n"
    "DTSTAMP:20260101T000000Z\r\nDTSTART:20260112T100000Z\r\nDTEND:20260112T110000Z\r\n"
    "SUMMARY:Board meeting\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
COMMAND_SECONDS_MAX = 60


class Gateway:
    def __init__(self, world, name):
        self.world = world
        self.name = name
        self.folder = world.folder / name
        self.folder.mkdir()
        self.port = processes.free_port()
        self.socket = self.folder / "admin.sock"
        world.authority.issue(self.folder, ["localhost"])
        (self.folder / "freebusyd.toml").write_text(
            "version = 1\n\n"
            + table("gateway", id=name, threads=1, federation_file="../federation.toml")
            + table("registry", file="../registry.db")
            + table("admin", socket="admin.sock", accounts_file="../admins.toml")
            + table("listener", address="127.0.0.1", port=self.port, certificate_file="tls.pem",
                    private_key_file="tls.key", public_url=f"https://localhost:{self.port}")
            + table("log", file="freebusyd.log")
        )  # fmt: skip
        self.process = None

    def start(self):
        self.process = self.world.processes.start(
            self.name,
            [PROGRAMS / "freebusyd", "--config", "freebusyd.toml"],
            self.folder,
        )
        self.world.processes.wait_for(
            self.process, lambda: processes.accepts(self.port), self.name, self.folder
        )

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def ctl(self, *arguments, expect=0):
        done = self.ctl_process(*arguments)
        out, err = done.communicate(timeout=COMMAND_SECONDS_MAX)
        if expect is not None and done.returncode != expect:
            raise AssertionError(
                f"{arguments}: exit code {done.returncode}: {out}{err}"
            )
        return out + err

    def ctl_process(self, *arguments):
        return subprocess.Popen(
            [PROGRAMS / "freebusyctl", *map(str, arguments)],
            env={"FREEBUSYCTL_ADMIN": str(self.socket), "PATH": "/usr/bin:/bin", "LC_ALL": "C"},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def json(self, *arguments):
        return json.loads(self.ctl(*arguments, "--output", "json"))

    def ask(self, person=CAROL):
        """What the caller is told of the person: an entry of /v1/availability."""
        tls = ssl.create_default_context(cafile=str(self.world.authority.certificate))
        pair = base64.b64encode(f"{USER}:{self.world.password}".encode()).decode()
        body = {
            "people": [person],
            "start": "2026-01-12T08:00:00Z",
            "end": "2026-01-12T16:00:00Z",
        }
        connection = http.client.HTTPSConnection(
            "localhost", self.port, context=tls, timeout=20
        )
        try:
            connection.request(
                "POST", "/v1/availability", json.dumps(body),
                {"Authorization": "Basic " + pair, "Content-Type": "application/json"},
            )  # fmt: skip
            reply = connection.getresponse()
            text = reply.read().decode()
            if reply.status != 200:
                raise AssertionError(
                    f"/v1/availability answered {reply.status}: {text}"
                )
            return json.loads(text)["people"][0]
        finally:
            connection.close()


class RegistryWorld:
    def __init__(self):
        self.folder = run_folder.new("freebusy-registry-")
        self.password = secrets.token_hex(8)
        self.secrets = [self.password]
        self.authority = pki.Authority(self.folder / "authority")
        calendars = self.folder / "calendars"
        calendars.mkdir()
        for address in (USER, CAROL):
            (calendars / f"{address}.ics").write_text(CALENDAR, newline="")
        (self.folder / "federation.toml").write_text(self.federation())
        self.grant('"*:administer", "gateway:federate"')
        self.processes = processes.Processes(self.folder)

    def grant(self, grants):
        user = str(os.getuid())
        (self.folder / "admins.toml").write_text(
            f'version = 1\n\n[[account]]\nname = "tester"\nunix_users = ["{user}"]\n'
            f"grants = [{grants}]\n"
        )

    def federation(self):
        text = "version = 1\n\n"
        for name, key, cloud in (
            ("north", NORTH, "commercial"),
            ("south", SOUTH, "gcc-high"),
        ):
            authority, tenant_id = key.split("/")
            other = SOUTH if key == NORTH else NORTH
            text += item("tenant", name=name, authority=authority, tenant_id=tenant_id,
                         cloud=cloud, accepted_domains=[f"{name}.example"],
                         default_source="files")  # fmt: skip
            text += table("tenant.availability_config", allowed_tenant_ids=[other])
            text += item("tenant.source", name="files", kind="ics", folder="calendars")
            if key == NORTH:
                text += item(
                    "tenant.mail_contact", name="Carol", external_address=CAROL
                )
                text += item("tenant.address_space", forest_name="south.example",
                             access_method="OrgWideFBToken", target_tenant=SOUTH)  # fmt: skip
                text += item("tenant.account", name=USER, kind="home-user", user=USER,
                             password_hash=world_files.password_hash(self.password))  # fmt: skip
        return text

    def gateway(self, name):
        return Gateway(self, name)

    def close(self):
        left = self.processes.stop()
        run_folder.leave(self.folder, self.secrets)
        return left

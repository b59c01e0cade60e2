# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""One gateway and nothing else: its calendars are files, and one user may ask."""
import base64
import http.client
import secrets
import ssl

import lone_gateway
import run_folder

import pki
import processes
import world_files
from world_files import item, table

USER = "asker@north.example"


class FileWorld:
    """One gateway whose only calendars are files."""

    def __init__(self, calendars):
        """calendars: address -> (iCalendar text, IANA zone of its owner)"""
        self.folder = run_folder.new("freebusy-files-")
        self.calendars = calendars
        self.password = secrets.token_hex(8)
        self.port = processes.free_port()
        authority = pki.Authority(self.folder / "authority")
        authority.issue(self.folder, ["localhost"])
        self.ca_file = authority.certificate
        for address, (text, zone) in calendars.items():
            place = self.folder / zone.replace("/", "-")
            place.mkdir(exist_ok=True)
            (place / f"{address}.ics").write_text(text, newline="")
        (self.folder / "password").write_text(self.password + "\n")
        (self.folder / "federation.toml").write_text(self.federation())
        (self.folder / "freebusyd.toml").write_text(self.settings())
        self.processes = processes.Processes(self.folder)
        lone_gateway.start(self.processes, self.folder, self.port)

    def settings(self):
        return lone_gateway.settings("files", self.port, self.ca_file)

    def federation(self):
        text = "version = 1\n\n" + item(
            "tenant", name="north", authority="public", cloud="commercial",
            tenant_id="c0a1b2c3-0001-4000-8000-00000000c001", accepted_domains=["north.example"],
        )  # fmt: skip
        for zone in sorted({zone for _, zone in self.calendars.values()}):
            folder = zone.replace("/", "-")
            text += item("tenant.source", name=folder.lower(), kind="ics", folder=folder, zone=zone)
        for address, (_, zone) in self.calendars.items():
            text += item("tenant.mailbox", address=address, source=zone.replace("/", "-").lower())
        return text + item(
            "tenant.account", name=USER, kind="home-user", user=USER,
            password_hash=world_files.password_hash(self.password),
        )  # fmt: skip

    def close(self):
        left = self.processes.stop()
        run_folder.leave(self.folder, [self.password])
        return left

    def send(self, method, path, body, **headers):
        tls = ssl.create_default_context(cafile=str(self.ca_file))
        pair = base64.b64encode(f"{USER}:{self.password}".encode()).decode()
        sent = {"Authorization": "Basic " + pair}
        sent.update({name.replace("_", "-"): value for name, value in headers.items()})
        connection = http.client.HTTPSConnection("localhost", self.port, context=tls, timeout=20)
        try:
            connection.request(method, path, body, sent)
            reply = connection.getresponse()
            text = reply.read().decode()
            if reply.status != 200:
                raise AssertionError(f"{path} answered {reply.status}: {text}")
            return text
        finally:
            connection.close()

# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""One real gateway that trusts somebody for every kind of credential, with all keys pinned.

North and West are at home here; East, South and Sea are partners. North's Exchange servers and
South's come with S2S tokens, and the people of East and South with delegation tokens.
"""
import datetime as dt
import hashlib
import http.client
import json
import re
import secrets
import ssl
import string
import subprocess
import time
import uuid

import lone_gateway
import run_folder
from stage_case import PROGRAMS

import ews
import pki
import processes
import saml_tokens
import world_files
from jose_tokens import KeyRing
from world_files import item, table

LOG_WAIT_SECONDS_MAX = 20
EXCHANGE = "00000002-0000-0ff1-ce00-000000000000"
ISSUER = "00000001-0000-0000-c000-000000000000"

NAMES = {
    "north": "c0a1b2c3-0001-4000-8000-0000000000a1",
    "west": "c0a1b2c3-0001-4000-8000-0000000000a2",
    "east": "c0a1b2c3-0001-4000-8000-0000000000b1",
    "south": "c0a1b2c3-0001-4000-8000-0000000000b2",
    "sea": "c0a1b2c3-0001-4000-8000-0000000000b3",  # a partner for which nothing is pinned
    "stranger": "c0a1b2c3-0001-4000-8000-0000000000ff",
    "north_app": "c0a1b2c3-0002-4000-8000-0000000000a1",
    "east_app": "c0a1b2c3-0002-4000-8000-0000000000b1",
    "south_app": "c0a1b2c3-0002-4000-8000-0000000000b2",
    "east_forwarder": "c0a1b2c3-0003-4000-8000-0000000000b1",
    "east_relay": "c0a1b2c3-0004-4000-8000-0000000000b1",
    "stranger_app": "c0a1b2c3-0002-4000-8000-0000000000ff",
    "object": "c0a1b2c3-0005-4000-8000-000000000001",
    "other_object": "c0a1b2c3-0005-4000-8000-000000000002",
    "audience": "api://gateway.north.example",
    "west_audience": "api://gateway.west.example",
    "east_audience": "api://east.north.example",
    "south_audience": "api://south.north.example",
    "relayed_audience": "api://somebody-else.east.example",
    "role": "FreeBusy.Ask",
    "com": "login.microsoftonline.com",
    "us": "login.microsoftonline.us",
    "cn": "login.partner.microsoftonline.cn",
    "user": "nora@north.example",
    "other_user": "noel@north.example",
    "east_user": "emil@east.example",
    "south_user": "sam@south.example",
    "exchange": EXCHANGE,
    "issuer": ISSUER,
    "host": "localhost",
    "sts": "urn:federation:sts",
    "other_sts": "urn:federation:other-sts",
    "application": "FYDIBOHF25SPDLT.north.example",
    "west_application": "FYDIBOHF25SPDLT.west.example",
    "messages": "http://schemas.microsoft.com/exchange/services/2006/messages",
}
KEYS = ("north", "west", "east", "south", "north_exchange", "south_exchange", "stranger")
CERTIFICATES = ("sts", "other_sts", "federation", "west_federation")


def calendar_text():
    return "\r\n".join(
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//freebusy-gateway//test//EN", "BEGIN:VEVENT",
         "UID:1@hostile", "DTSTAMP:20310101T000000Z", "DTSTART:20310506T090000Z",
         "DTEND:20310506T100000Z", "SUMMARY:Keel review", "END:VEVENT", "END:VCALENDAR", ""]
    )  # fmt: skip


class Reply:
    def __init__(self, reply, body):
        self.status = reply.status
        self.headers = reply.getheaders()
        self.body = body

    def values(self, name):
        return [value for header, value in self.headers if header.lower() == name.lower()]

    def bland(self, *without):
        """All that a stranger can see, but for what differs by nature: moment and request id."""
        hidden = {"date", "request-id", *without}
        kept = [(name.lower(), value) for name, value in self.headers if name.lower() not in hidden]
        asked = self.values("request-id")[0].encode()
        body = re.sub(rb"20\d\d-\d\d-\d\dT[\d:.]+Z?", b"NOW", self.body.replace(asked, b"ID"))
        return self.status, kept, body

    def text(self):
        lines = [f"{name}: {value}" for name, value in self.headers]
        return "\n".join(lines) + "\n\n" + self.body.decode(errors="replace")


class HostileWorld:
    def __init__(self):
        self.folder = run_folder.new("freebusy-hostile-")
        self.secrets = set()  # all that was sent and proves something, or would
        self.sent = 0
        self.ring = KeyRing()
        for name in KEYS + CERTIFICATES:
            self.ring.make(name)
        self.password = secrets.token_hex(12)
        self.secrets.add(self.password)
        self.api_token = with_checksum("fbg_" + secrets.token_urlsafe(32))
        self.port = processes.free_port()
        authority = pki.Authority(self.folder / "authority")
        authority.issue(self.folder, ["localhost"])
        self.ca_file = authority.certificate
        self.write_files()
        self.processes = processes.Processes(self.folder)
        lone_gateway.start(self.processes, self.folder, self.port)
        self.tls = ssl.create_default_context(cafile=str(self.ca_file))

    def write_files(self):
        calendars = self.folder / "calendars"
        calendars.mkdir()
        for address in (NAMES["user"], "wanda@west.example"):
            (calendars / f"{address}.ics").write_text(calendar_text(), newline="")
        for name in KEYS:
            keys = {"keys": [self.ring.jwk(name)]}
            if name == "north":
                keys["keys"] += self.odd_keys()
            (self.folder / f"{name}.jwks").write_text(json.dumps(keys))
        for name in CERTIFICATES:
            (self.folder / f"{name}.pem").write_bytes(saml_tokens.certificate(self.ring, name))
            (self.folder / f"{name}.key").write_bytes(self.ring.private_pem(name))
        (self.folder / "freebusyd.toml").write_text(self.settings())
        (self.folder / "federation.toml").write_text(
            "version = 1\n\n" + self.north() + self.west() + self.partners()
        )

    def odd_keys(self):
        """What an authority may publish beside its keys for us; each of them signs well."""
        odd = {
            "elsewhere": {"issuer": f"https://{NAMES['com']}/{NAMES['west']}/v2.0"},
            "other_cloud": {"cloud_instance_name": "microsoftonline.us"},
            "other_algorithm": {"alg": "PS256"},
            "for_encryption": {"use": "enc"},
            "short": {},
        }
        for name in odd:
            self.ring.make(name, 1024 if name == "short" else 2048)
        return [self.ring.jwk(name, **members) for name, members in odd.items()]

    def settings(self):
        return (
            lone_gateway.settings("hostile", self.port, self.ca_file)
            + table("log", file="freebusyd.log")
        )  # fmt: skip

    def north(self):
        return (
            item("tenant", name="north", authority="public", cloud="commercial",
                 tenant_id=NAMES["north"], accepted_domains=["north.example"],
                 require_contact=False)
            + table("tenant.availability_config",
                    allowed_tenant_ids=["cn/" + NAMES["east"], "public/" + NAMES["south"]])
            + federation_trust("application", "federation")
            + table("tenant.bearer", audiences=[NAMES["audience"]], keys_file="north.jwks")
            + item("tenant.bearer.application", client_id=NAMES["north_app"], kind="home-script")
            + exchange_organization("tenant", "north_exchange.jwks")
            + item("tenant.source", name="files", kind="ics", folder="calendars", zone="UTC")
            + item("tenant.mailbox", address=NAMES["user"], source="files")
            + item("tenant.mailbox", address=NAMES["other_user"], source="files")
            + item("tenant.mail_contact", name="Clara", external_address="clara@east.example",
                   proxy_addresses=["clara@north.example"])
            + item("tenant.account", name="backup script", kind="home-script",
                   api_tokens=[hashlib.sha256(self.api_token.encode()).hexdigest()])
            + item("tenant.account", name=NAMES["user"], kind="home-user", user=NAMES["user"],
                   password_hash=world_files.password_hash(self.password))
        )  # fmt: skip

    def west(self):
        return (
            item("tenant", name="west", authority="us", cloud="gcc-high",
                 tenant_id=NAMES["west"], accepted_domains=["west.example"])
            + federation_trust("west_application", "west_federation")
            + table("tenant.bearer", audiences=[NAMES["west_audience"]], keys_file="west.jwks")
            + item("tenant.source", name="files", kind="ics", folder="calendars", zone="UTC")
            + item("tenant.mailbox", address="wanda@west.example", source="files")
        )  # fmt: skip

    def partners(self):
        return (
            item("partner", name="east", authority="cn", cloud="21vianet", tenant_id=NAMES["east"],
                   domains=["east.example"], token_issuers=[NAMES["sts"]])
            + table("partner.organization_token", audience=NAMES["east_audience"],
                    client_ids=[NAMES["east_app"]], role=NAMES["role"], keys_file="east.jwks",
                    trusted_forwarders=[NAMES["east_forwarder"], NAMES["east_relay"]])
            + item("partner.organization_token.forwarded_audience",
                   audience=NAMES["relayed_audience"], forwarder=NAMES["east_relay"])
            + item("partner", name="south", authority="public", cloud="commercial",
                   tenant_id=NAMES["south"], domains=["south.example"],
                   token_issuers=[NAMES["other_sts"]])
            + table("partner.organization_token", audience=NAMES["south_audience"],
                    client_ids=[NAMES["south_app"]], role=NAMES["role"], keys_file="south.jwks")
            + exchange_organization("partner", "south_exchange.jwks")
            + item("partner", name="sea", authority="us", cloud="gcc-high", tenant_id=NAMES["sea"])
        )  # fmt: skip

    def close(self):
        left = self.processes.stop()
        self.write_reports()
        run_folder.leave(self.folder, self.secrets)
        return left

    def write_reports(self):
        """What the program says of its settings is written too, and must not tell more."""
        for report in ("--check", "--dump-config"):
            with open(self.folder / f"freebusyd{report}.out", "wb") as out:
                command = [PROGRAMS / "freebusyd", "--config", "freebusyd.toml", report]
                subprocess.run(command, cwd=self.folder, stdout=out, stderr=out, check=True)

    def send(self, path, body, headers, source=None):
        """Gives the answer and what the log says of it. The line is written once the answer has
        gone out, so it may have to be waited for. Each request comes from an address of its own,
        unless one is given: guesses from one address are limited."""
        asked = str(uuid.uuid4())
        sent = {"Content-Type": "text/xml; charset=utf-8", "client-request-id": asked, **headers}
        self.sent += 1
        source = source or f"127.1.{self.sent // 250}.{self.sent % 250 + 1}"
        connection = http.client.HTTPSConnection(
            "localhost", self.port, context=self.tls, timeout=20, source_address=(source, 0)
        )
        try:
            connection.request("POST", path, body, sent)
            answer = connection.getresponse()
            reply = Reply(answer, answer.read())
        finally:
            connection.close()
        return reply, self.record_of(asked)

    def log_text(self):
        return (self.folder / "freebusyd.log").read_text()

    def record_of(self, request_id):
        limit = time.monotonic() + LOG_WAIT_SECONDS_MAX
        while time.monotonic() < limit:
            for line in self.log_text().splitlines():
                if request_id in line and '"event":"request"' in line and line.endswith("}"):
                    return json.loads(line)
            time.sleep(0.01)
        raise AssertionError(f"the log has no line for the request {request_id}")


def federation_trust(application, key):
    text = table("tenant.federation_trust", application_uri=NAMES[application],
                 proof_required=True)
    text += table("tenant.federation_trust.key", certificate_file=key + ".pem",
                  private_key_file=key + ".key")  # fmt: skip
    for issuer in ("sts", "other_sts"):
        text += item("tenant.federation_trust.token_issuer", uri=NAMES[issuer],
                     endpoint="https://sts.example/extSTS.srf",
                     certificate_files=[issuer + ".pem"])  # fmt: skip
    return text


def exchange_organization(of, keys_file):
    return table(f"{of}.exchange_organization", audience_hosts=[NAMES["host"]],
                 actor_app_ids=[EXCHANGE], token_issuers=[ISSUER], keys_file=keys_file)  # fmt: skip


def with_checksum(begin):
    """An API token: six base62 digits of the first 32 bits of SHA-256 stand at its end."""
    digits = string.digits + string.ascii_uppercase + string.ascii_lowercase
    number = int.from_bytes(hashlib.sha256(begin.encode()).digest()[:4], "big")
    end = ""
    for _ in range(6):
        number, digit = divmod(number, len(digits))
        end = digits[digit] + end
    return begin + end


def question():
    begin = dt.datetime(2031, 5, 6, 8)
    return ews.question([NAMES["user"]], begin, begin + dt.timedelta(hours=8), 60, "FreeBusy")

# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Rows of tests/golden/sharing/semantics.txt, asked of the program: those where whoever is asked is
at home in the same gateway as the asker. Each row has a Contoso and a Fabrikam of its own in one
federation file, so that one gateway answers many rows.
"""
import base64
import datetime as dt
import http.client
import json
import re
import secrets
import ssl
import unittest

import lone_gateway
import run_folder
import stage_case
from stage_case import ROOT

import ews
import pki
import processes
import world_files
from world_files import item, table

TABLE = ROOT / "tests" / "golden" / "sharing" / "semantics.txt"
COLUMNS = ["caller", "here", "asked", "clouds", "contoso", "fabrikam", "right", "outcome", "level",
           "reason", "source"]  # fmt: skip
ROWS_MIN = 40
TENANTS_MAX = 100  # of one federation file
SUBJECT = "Merger with Tailspin"
CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\nUID:1@x\r\n"
    "DTSTAMP:20260101T000000Z\r\nDTSTART:20260112T100000Z\r\nDTEND:20260112T110000Z\r\n"
    f"SUMMARY:{SUBJECT}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
BEGIN, END = dt.datetime(2026, 1, 12, 8), dt.datetime(2026, 1, 12, 16)
PATHS = {"own": "own-tenant", "aas": "availability-address-space",
         "orgrel": "organization-relationship"}  # fmt: skip
CODES = {
    "no_path": "ErrorAddressSpaceNotFound",
    "no_access": "ErrorNoFreeBusyAccess",
    "peer_no_access": "ErrorNoFreeBusyAccess",
    "relationship_free_busy_off": "ErrorInvalidOrganizationRelationshipForFreeBusy",
    "pair_refused": "ErrorProxyRequestNotAllowed",
    "peer_request_not_allowed": "ErrorProxyRequestNotAllowed",
    "asked_back": "ErrorProxyRequestNotAllowed",
    "recipient_unknown": "ErrorMailRecipientNotFound",
    "peer_recipient_unknown": "ErrorMailRecipientNotFound",
}
AUTHORITIES = {"commercial": "public", "gcc": "public", "gcc-high": "us", "dod": "us",
               "21vianet": "cn", "bleu": "fr", "delos": "de"}  # fmt: skip
# What cannot be had here: a third organisation, token services, a contact in an own domain, and a
# group that is asked for by somebody at home, which the program answers for by its members.
NOT_HERE = re.compile(r"tailspin|sts-|other-authority|moved@|all@")
KINDS = {"user": "home-user", "server": "home-server", "script": "home-script",
         "script-as-user": "home-script"}  # fmt: skip


class Row:
    def __init__(self, line, cells):
        self.line = line
        for name, cell in zip(COLUMNS, cells, strict=True):
            setattr(self, name, cell)
        clouds = self.clouds.split(">")
        self.cloud_of = {"contoso": clouds[0], "fabrikam": clouds[1]}

    def fits(self):
        words = " ".join([self.caller, self.asked, self.contoso, self.fabrikam])
        at_home = self.here == "both" or (
            self.here == "contoso" and self.asked.endswith("@contoso.example")
        )
        # No Exchange stands behind the gateway, so of its mailboxes only refusals can be had.
        answerable = self.level == "-" or self.asked.split("@")[0] not in ("aleks", "bea")
        return self.caller in KINDS and at_home and answerable and not NOT_HERE.search(words)

    def tenants(self):
        return ["contoso", "fabrikam"] if self.here == "both" else ["contoso"]

    def key(self, tenant):
        number = 2 * self.line + (tenant == "fabrikam")
        authority = AUTHORITIES[self.cloud_of[tenant]]
        return f"{authority}/c0a1b2c3-0001-4000-8000-{number:012d}"

    def own(self, text):
        """The same domain or address, of this row's tenants only."""
        return re.sub(r"\b(contoso|fabrikam)\.", rf"\1-{self.line}.", text)

    def account(self):
        return f"asker-{self.line}"


def rows():
    text = TABLE.read_text().splitlines()
    numbered = [(n, l) for n, l in enumerate(text, 1) if l and not l.startswith("#")]
    found = [Row(n, [c.strip() for c in l.split("|")]) for n, l in numbered[1:]]
    return [row for row in found if row.fits()]


def relationship(row, options, tenant, other):
    pairs = {"name": "other", "target_tenant": row.key(other), "enabled": True,
             "domain_names": [row.own(f"{other}.example")], "free_busy_access_enabled": True,
             "free_busy_access_level": "LimitedDetails"}  # fmt: skip
    for word in filter(None, options.split(",")):
        name, _, value = word.partition("=")
        if name == "disabled":
            pairs["enabled"] = False
        elif name == "off":
            pairs["free_busy_access_enabled"] = False
        elif name == "shared":
            pairs["cache_scope"] = "organization"
        elif name == "scope":
            pairs["free_busy_access_scope"] = row.own(f"{value}@{tenant}.example")
        elif name == "domain":
            pairs["domain_names"] = [row.own(value)]
        else:
            pairs["free_busy_access_level"] = word
    return item("tenant.organization_relationship", **pairs)


def recipients(row, tenant):
    at = lambda local: row.own(f"{local}@{tenant}.example")
    mailbox = lambda local, source, *proxies: item(
        "tenant.mailbox", address=at(local), source=source, proxy_addresses=list(map(at, proxies))
    )
    group = lambda local, *members: item(
        "tenant.group", address=at(local), members=list(map(at, members))
    )
    if tenant == "contoso":
        text = mailbox("ann", "files") + mailbox("amy", "files", "a.proxy")
        text += mailbox("aleks", "exchange")
        if not row.asked.endswith("@contoso.example") and "no-contact" not in row.contoso.split():
            text += item("tenant.mail_contact", name="asked", external_address=row.own(row.asked))
        return text
    text = mailbox("bob", "files", "robert") + mailbox("bea", "exchange") + mailbox("bert", "files")
    text += item("tenant.mail_contact", name="Carl", external_address="carl@tailspin.example",
                 proxy_addresses=[at("carl")])  # fmt: skip
    text += group("team", "bea", "leads") + group("leads", "robert") + group("empty")
    return text + group("round", "round", "leads")


def paths(row, tenant):
    other = "fabrikam" if tenant == "contoso" else "contoso"
    text = ""
    for word in getattr(row, tenant).split():
        if word == "aas":
            text += item("tenant.address_space", forest_name=row.own(f"{other}.example"),
                         access_method="OrgWideFBToken", target_tenant=row.key(other))  # fmt: skip
        elif word.startswith("rel["):
            text += relationship(row, word[4:-1], tenant, other)
        elif word not in ("-", "allow", "no-contact", "no-contact-needed"):
            raise ValueError(f"line {row.line}: {word}")
    return text


def tenant_text(row, tenant, password_hash):
    authority, tenant_id = row.key(tenant).split("/")
    words = getattr(row, tenant).split()
    domains = [row.own(f"{tenant}.example")]
    if tenant == "contoso":
        domains += [row.own("eu.contoso.example"), row.own("contoso.mail.example")]
    text = item("tenant", name=f"{tenant}-{row.line}", authority=authority, tenant_id=tenant_id,
                cloud=row.cloud_of[tenant], accepted_domains=domains,
                require_contact="no-contact-needed" not in words)  # fmt: skip
    if "allow" in words:
        text += table("tenant.availability_config", allowed_tenant_ids=[row.key("contoso")])
    text += item("tenant.source", name="files", kind="ics", folder="calendars",
                 default_calendar_right=row.right)  # fmt: skip
    text += item("tenant.source", name="exchange", kind="ews", username="svc",
                 url="https://exchange.example/EWS/Exchange.asmx", password_file="ews.password",
                 default_calendar_right=row.right)  # fmt: skip
    text += recipients(row, tenant) + paths(row, tenant)
    if tenant == "contoso":
        user = None if row.caller in ("server", "script") else row.own("ann@contoso.example")
        text += item("tenant.account", name=row.account(), kind=KINDS[row.caller], user=user,
                     password_hash=password_hash)  # fmt: skip
    return text


class World:
    """One gateway for as many rows as fit."""

    def __init__(self, some):
        self.folder = run_folder.new("freebusy-semantics-")
        self.password = secrets.token_hex(8)
        self.port = processes.free_port()
        authority = pki.Authority(self.folder / "authority")
        authority.issue(self.folder, ["localhost"])
        self.ca_file = authority.certificate
        (self.folder / "calendars").mkdir()
        (self.folder / "ews.password").write_text(secrets.token_hex(8) + "\n")
        hashed = world_files.password_hash(self.password)
        text = "version = 1\n\n"
        for row in some:
            for tenant in row.tenants():
                text += tenant_text(row, tenant, hashed)
            for person in ("ann@contoso", "amy@contoso", "bob@fabrikam", "bert@fabrikam"):
                name = row.own(f"{person}.example") + ".ics"
                (self.folder / "calendars" / name).write_text(CALENDAR, newline="")
        (self.folder / "federation.toml").write_text(text)
        (self.folder / "freebusyd.toml").write_text(
            lone_gateway.settings("semantics", self.port, self.ca_file)
        )
        self.processes = processes.Processes(self.folder)
        lone_gateway.start(self.processes, self.folder, self.port)

    def close(self):
        left = self.processes.stop()
        run_folder.leave(self.folder, [self.password])
        return left

    def send(self, account, path, body, content_type):
        tls = ssl.create_default_context(cafile=str(self.ca_file))
        pair = base64.b64encode(f"{account}:{self.password}".encode()).decode()
        connection = http.client.HTTPSConnection("localhost", self.port, context=tls, timeout=20)
        try:
            headers = {"Authorization": "Basic " + pair, "Content-Type": content_type}
            connection.request("POST", path, body, headers)
            reply = connection.getresponse()
            text = reply.read().decode()
            if reply.status != 200:
                raise AssertionError(f"{path} answered {reply.status}: {text}")
            return text
        finally:
            connection.close()


class SemanticsTest(unittest.TestCase):
    def check_plain(self, world, row):
        question = {"people": [row.own(row.asked)], "start": BEGIN.isoformat(),
                    "end": END.isoformat(), "zone": "UTC", "interval_minutes": 60,
                    "detail": "LimitedDetails"}  # fmt: skip
        text = world.send(row.account(), "/v1/availability", json.dumps(question),
                          "application/json")  # fmt: skip
        person = json.loads(text)["people"][0]
        if row.level == "-":
            self.assertEqual(person["reason"]["code"], row.outcome)
            self.assertEqual(set(person["view"]), {"unknown"})
            if row.outcome.startswith("peer_"):  # the reason is the other side's affair
                self.assertNotIn(row.reason, text)
        else:
            said = (person.get("path"), person.get("level"), person.get("rule"))
            self.assertEqual(said, (PATHS[row.outcome], row.level, row.reason))
            self.assertEqual([b["status"] for b in person["blocks"]], ["busy"])
        self.assertEqual(SUBJECT in text, row.level == "LimitedDetails")

    def check_ews(self, world, row):
        body = ews.question([row.own(row.asked)], BEGIN, END, 60, "Detailed").decode()
        text = world.send(row.account(), "/EWS/Exchange.asmx", body, "text/xml; charset=utf-8")
        found = re.search(r"ResponseCode>(\w+)<", text).group(1)
        self.assertEqual(found, "NoError" if row.level != "-" else CODES[row.outcome])
        self.assertEqual(SUBJECT in text, row.level == "LimitedDetails")

    def test_the_program_answers_as_the_rows_say(self):
        chosen = rows()
        self.assertGreaterEqual(len(chosen), ROWS_MIN)
        outcomes = {row.outcome for row in chosen}
        self.assertGreaterEqual(len(outcomes), 9, outcomes)
        size = TENANTS_MAX // 2
        for at in range(0, len(chosen), size):
            some = chosen[at : at + size]
            world = World(some)
            try:
                for row in some:
                    with self.subTest(f"semantics.txt:{row.line}"):
                        self.check_plain(world, row)
                        self.check_ews(world, row)
            finally:
                left = world.close()
            self.assertEqual(left, [])
        print(f"{len(chosen)} rows, each in two dialects")


if __name__ == "__main__":
    stage_case.main()

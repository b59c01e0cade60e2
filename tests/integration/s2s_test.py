#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Server-to-server tokens, in and out: North's Exchange servers ask a real gateway with them, and
the gateway proves itself with them to a simulated Exchange server, where North's mailboxes are."""
import datetime as dt
import http.client
import json
import secrets
import ssl
import sys
import unittest
import xml.etree.ElementTree as ET

import lone_gateway
import run_folder
import stage_case
from stage_case import PROGRAMS

import ews
import pki
import processes
from world_files import item, table, toml

sys.path.insert(0, str(stage_case.ROOT / "tests/integration/hostile_credentials"))

from jose_tokens import KeyRing, make, now, unsigned  # noqa: E402
from saml_tokens import certificate  # noqa: E402

EXCHANGE = "00000002-0000-0ff1-ce00-000000000000"
ISSUER = "00000001-0000-0000-c000-000000000000"
NORTH = "c0a1b2c3-0001-4000-8000-0000000000a1"
STRANGER = "c0a1b2c3-0001-4000-8000-0000000000ff"
KNOWN_APP = "c0a1b2c3-0002-4000-8000-0000000000a1"
UNKNOWN_APP = "c0a1b2c3-0002-4000-8000-0000000000a2"
LOGIN, MAIL, ADMIN = "login.north.example", "mail.north.example", "cloudsim.admin"
EWS = f"https://{MAIL}/EWS/Exchange.asmx"

CALENDAR = "\r\n".join(
    ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//freebusy-gateway//test//EN", "BEGIN:VEVENT",
     "UID:1@s2s", "DTSTAMP:20310101T000000Z", "DTSTART:20310506T090000Z",
     "DTEND:20310506T100000Z", "RRULE:FREQ=DAILY;COUNT=200", "SUMMARY:Keel review", "END:VEVENT",
     "END:VCALENDAR", ""]
)  # fmt: skip


class S2sWorld:
    """One gateway, and one simulated server that it knows as North's Exchange."""

    def __init__(self):
        self.folder = run_folder.new("freebusy-s2s-")
        self.used = set()  # all that was sent and proves something
        self.ring = KeyRing()
        for name in ("exchange", "stranger", "known", "unknown", "signing"):
            self.ring.make(name)
        self.admin_secret = secrets.token_hex(8)
        self.port = processes.free_port()
        authority = pki.Authority(self.folder / "authority")
        authority.issue(self.folder, ["localhost", LOGIN, MAIL, ADMIN])
        self.tls = ssl.create_default_context(cafile=str(authority.certificate))
        self.ca_file = authority.certificate
        self.processes = processes.Processes(self.folder)
        self.write_files()
        self.start("cloudsim", "--config", "cloudsim.toml", "--port-file", "cloudsim.port",
                   ready=lambda: (self.folder / "cloudsim.port").exists())  # fmt: skip
        self.clouds_port = int((self.folder / "cloudsim.port").read_text())
        (self.folder / "freebusyd.toml").write_text(self.settings())
        self.start("freebusyd", "--config", "freebusyd.toml",
                   ready=lambda: processes.accepts(self.port))  # fmt: skip

    def start(self, name, *arguments, ready):
        process = self.processes.start(name, [PROGRAMS / name, *arguments], self.folder)
        self.processes.wait_for(process, ready, name, self.folder)

    def write_files(self):
        for name in ("known", "unknown"):
            (self.folder / f"{name}.pem").write_bytes(certificate(self.ring, name))
            (self.folder / f"{name}.key").write_bytes(self.ring.private_pem(name))
        (self.folder / "signing.key").write_bytes(self.ring.private_pem("signing"))
        keys = {"keys": [self.ring.jwk("exchange")]}
        (self.folder / "exchange.jwks").write_text(json.dumps(keys))
        (self.folder / "calendar.ics").write_text(CALENDAR, newline="")
        (self.folder / "admin.secret").write_text(self.admin_secret)
        (self.folder / "cloudsim.toml").write_text(self.clouds())
        (self.folder / "federation.toml").write_text(self.federation())

    def clouds(self):
        text = "version = 1\nadmin_secret_file = \"admin.secret\"\n\n" + table(
            "listener", certificate_file="tls.pem", private_key_file="tls.key"
        )
        text += item("cloud", name="commercial", login_host=LOGIN,
                     signing_key_files=["signing.key"])  # fmt: skip
        text += item("cloud.tenant", name="north", tenant_id=NORTH, domains=["north.example"])
        for person in ("nora", "noel", "nina", "svc"):
            text += item("cloud.tenant.mailbox", address=f"{person}@north.example",
                         calendar="calendar.ics", kind="onprem")  # fmt: skip
        return (
            text
            + item("exchange", host=MAIL, tenants=["north"])
            + item("exchange.partner_application", client_id=KNOWN_APP, realm=NORTH,
                   certificate_file="known.pem")
        )  # fmt: skip

    def settings(self):
        return (
            lone_gateway.settings("s2s", self.port, self.ca_file, allow_private=["127.0.0.0/8"])
            + f"[net.hosts]\n{toml(MAIL)} = {toml(f'127.0.0.1:{self.clouds_port}')}\n\n"
            + table("log", file="freebusyd.log")
        )  # fmt: skip

    def federation(self):
        text = "version = 1\n\n" + item(
            "tenant", name="north", authority="public", cloud="commercial", tenant_id=NORTH,
            accepted_domains=["north.example"], require_contact=False,
        )  # fmt: skip
        text += table("tenant.exchange_organization", audience_hosts=["localhost"],
                      actor_app_ids=[EXCHANGE], token_issuers=[ISSUER],
                      keys_file="exchange.jwks")  # fmt: skip
        # The same server three times: as itself, for a person, and as somebody it does not know.
        for source, app, key, more in (
            ("alone", KNOWN_APP, "known", {}),
            ("delegated", KNOWN_APP, "known", {"user": "svc@north.example"}),
            ("unknown", UNKNOWN_APP, "unknown", {}),
        ):
            text += item("tenant.source", name=source, kind="ews", url=EWS, authentication="s2s")
            text += table("tenant.source.exchange_application", client_id=app, realm=NORTH, **more)
            text += table("tenant.source.exchange_application.key", certificate_file=f"{key}.pem",
                          private_key_file=f"{key}.key")  # fmt: skip
        for person, source in (("nora", "alone"), ("noel", "delegated"), ("nina", "unknown")):
            text += item("tenant.mailbox", address=f"{person}@north.example", source=source)
        return text

    def close(self):
        left = self.processes.stop()
        run_folder.leave(self.folder, self.used)
        return left

    def token(self, user=None, key="exchange", realm=NORTH, host="localhost"):
        """A good one: an actor token, and around it the person."""
        common = {"aud": f"{EXCHANGE}/{host}@{realm}", "nbf": now() - 60, "exp": now() + 3600}
        actor = {**common, "iss": f"{ISSUER}@{realm}", "nameid": f"{EXCHANGE}@{realm}",
                 "trustedfordelegation": "true"}  # fmt: skip
        header = {"alg": "RS256", "typ": "JWT", "kid": self.ring.kid("exchange")}
        recipe = {"header": header, "claims": actor, "key": key, "sign": "RS256"}
        text, proofs = make(self.ring, recipe)
        self.used.update(proofs)
        if user is None:
            return text
        return unsigned({**common, "iss": actor["nameid"], "smtp": user, "upn": user,
                         "nii": "urn:federation:MicrosoftOnline", "actortoken": text})  # fmt: skip

    def send(self, token, people, fortnight):
        """Nothing is remembered from one fortnight for another."""
        begin = dt.datetime(2031, 5, 6, 8) + dt.timedelta(weeks=2 * fortnight)
        body = ews.question([f"{person}@north.example" for person in people], begin,
                            begin + dt.timedelta(hours=4), 60, "FreeBusyMerged")  # fmt: skip
        connection = http.client.HTTPSConnection("localhost", self.port, context=self.tls,
                                                 timeout=20)  # fmt: skip
        headers = {"Content-Type": "text/xml; charset=utf-8"}
        headers["Authorization"] = f"Bearer {token}".strip()
        connection.request("POST", "/EWS/Exchange.asmx", body, headers)
        reply = connection.getresponse()
        answer = reply.status, reply.getheaders(), reply.read()
        connection.close()
        return answer

    def ask(self, token, people, fortnight):
        status, _, body = self.send(token, people, fortnight)
        if status != 200:
            raise AssertionError(f"answered {status}: {body}")
        responses = list(ET.fromstring(body).iter(ews.M + "FreeBusyResponse"))
        return [ews.read_answer(person, response, "")
                for person, response in zip(people, responses, strict=True)]  # fmt: skip

    def admin(self, method, path):
        connection = http.client.HTTPSConnection("localhost", self.clouds_port, context=self.tls,
                                                 timeout=20)  # fmt: skip
        connection.request(method, path, headers={
            "Host": ADMIN, "Authorization": "Bearer " + self.admin_secret})  # fmt: skip
        text = connection.getresponse().read()
        connection.close()
        return json.loads(text)

    def journal(self):
        """What the Exchange server saw since the last look."""
        seen = self.admin("GET", f"/requests?host={MAIL}")["requests"]
        self.admin("DELETE", "/requests")
        return [(r["method"], r["status"], r["credential"], r["application"]) for r in seen]


CHALLENGED = ("GET", 401, "Bearer", "")
ANSWERED = ("POST", 200, "Bearer", KNOWN_APP)
REFUSED = ("POST", 401, "Bearer", "")


class S2sTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = S2sWorld()

    @classmethod
    def tearDownClass(cls):
        stage_case.close(cls.world)

    def setUp(self):
        self.world.journal()

    def test_a_person_asks_and_is_answered(self):
        token = self.world.token("nora@north.example")
        for fortnight, expected in ((0, [CHALLENGED, ANSWERED]), (1, [ANSWERED])):
            answer = self.world.ask(token, ["nora"], fortnight)[0]
            self.assertEqual((answer.code, answer.merged), ("NoError", "0200"))
            self.assertEqual(self.world.journal(), expected)

    def test_the_gateway_may_speak_for_a_person(self):
        answer = self.world.ask(self.world.token("nora@north.example"), ["noel"], 2)[0]
        self.assertEqual((answer.code, answer.merged), ("NoError", "0200"))
        self.assertEqual(self.world.journal()[-1], ANSWERED)

    def test_whom_exchange_does_not_know_learns_nothing(self):
        answers = self.world.ask(self.world.token("nora@north.example"), ["nina", "nora"], 3)
        self.assertNotEqual(answers[0].code, "NoError")
        self.assertEqual((answers[0].merged, answers[0].events), ("", []))
        self.assertEqual((answers[1].code, answers[1].merged), ("NoError", "0200"))
        refused = [entry for entry in self.world.journal() if entry != ANSWERED]
        # The token is made anew once, for a challenge that is asked for anew; the first one may be
        # known from the server's other sources.
        self.assertEqual(refused.count(REFUSED), 2)
        self.assertEqual(refused[-3:], [REFUSED, CHALLENGED, REFUSED])
        log = (self.world.folder / "freebusyd.log").read_text()
        self.assertIn("the issuers that it says it trusts do not include us", log)

    def test_a_server_is_let_in_without_a_person(self):
        status, _, _ = self.world.send(self.world.token(), ["nora"], 4)
        self.assertEqual(status, 200)

    def refusal(self, token):
        status, headers, body = self.world.send(token, ["nora"], 5)
        self.assertEqual(status, 401)
        told = [value for name, value in headers if name.lower() == "x-ms-diagnostics"]
        offered = [value for name, value in headers if name.lower() == "www-authenticate"]
        bearer = [value for value in offered if value.startswith("Bearer")]
        self.assertEqual(len(bearer), 1)
        return told, bearer[0], body

    def test_the_probe_gets_the_challenge(self):
        told, challenge, _ = self.refusal("")
        self.assertEqual(told, [])
        for part in (f'client_id="{EXCHANGE}"', f'trusted_issuers="{ISSUER}@*"',
                     'token_types="app_asserted_user_v1 service_asserted_app_v1"'):  # fmt: skip
            self.assertIn(part, challenge)
        self.assertNotIn("error", challenge)
        self.assertNotIn(NORTH, challenge)

    def test_strangers_are_all_told_the_same(self):
        user = "nora@north.example"
        refusals = [
            self.refusal(self.world.token(user, key="stranger")),
            self.refusal(self.world.token(user, realm=STRANGER)),
            self.refusal(self.world.token("nobody@north.example", key="stranger")),
            self.refusal(self.world.token(user, key="stranger", host="elsewhere.example")),
        ]
        self.assertEqual(refusals.count(refusals[0]), len(refusals))
        self.assertIn('error="invalid_token"', refusals[0][1])
        self.assertIn('error_category="invalid_token"', refusals[0][0][0])

    def test_a_proven_server_is_told_what_is_wrong(self):
        nobody, _, _ = self.refusal(self.world.token("nobody@north.example"))
        self.assertRegex(nobody[0], r"^2000005;.*does not exist.*invalid_user")
        host, _, _ = self.refusal(self.world.token("nora@north.example", host="elsewhere.example"))
        self.assertRegex(host[0], r"^2000003;.*hostname.*invalid_resource")
        self.assertEqual(self.world.journal(), [])


if __name__ == "__main__":
    stage_case.main()

# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Kerberos in both directions, with a real KDC: curl --negotiate asks the gateway, and the gateway
asks a simulated Exchange."""
import base64
import json
import os
import shutil
import socket
import subprocess
import time
import unittest

import stage_case
from account_world import AccountWorld
from file_world import USER
from kerberos_world import REALM, Realm

import pki
from world_files import item, table

EXCHANGE_HOST = "mail.north.example"
LOGIN_HOST = "login.north.example"
GRAPH_HOST = "graph.north.example"
OSKAR = "oskar@north.example"


def event_of(hour, length_hours):
    return (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\nBEGIN:VEVENT\r\nUID:1\r\n"
        "DTSTAMP:20310101T000000Z\r\nSUMMARY:x\r\n"
        f"DTSTART:20310506T{hour:02}0000Z\r\nDTEND:20310506T{hour + length_hours:02}0000Z\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )


class Clouds:
    """An Exchange server that takes tickets, and nothing else."""

    def __init__(self, realm, authority):
        self.folder = realm.folder / "clouds"
        authority.issue(
            self.folder,
            [EXCHANGE_HOST, LOGIN_HOST, GRAPH_HOST, "cloudsim.admin", "localhost"],
        )
        pki.signing_key(self.folder / "signing.key")
        (self.folder / "oskar.ics").write_text(event_of(9, 2), newline="")
        shutil.copyfile(realm.folder / "exchange.keytab", self.folder / "exchange.keytab")
        (self.folder / "cloudsim.toml").write_text(
            "version = 1\n\n"
            + table("listener", address="127.0.0.1", port=0, certificate_file="tls.pem",
                    private_key_file="tls.key")
            + table("log", file="cloudsim.log")
            + item("cloud", name="commercial", login_host=LOGIN_HOST, graph_host=GRAPH_HOST,
                   signing_key_files=["signing.key"])
            + item("cloud.tenant", name="north", domains=["north.example"],
                   tenant_id="c0a1b2c3-0001-4000-8000-00000000c001")
            + item("cloud.tenant.mailbox", address=OSKAR, calendar="oskar.ics", kind="onprem")
            + item("exchange", host=EXCHANGE_HOST, tenants=["north"],
                   keytab_file="exchange.keytab")
        )  # fmt: skip
        port_file = self.folder / "cloudsim.port"
        started = realm.processes.start(
            "cloudsim",
            [stage_case.PROGRAMS / "cloudsim", "--config", "cloudsim.toml",
             "--port-file", "cloudsim.port"],
            self.folder,
        )  # fmt: skip
        realm.processes.wait_for(
            started, lambda: port_file.exists() and port_file.read_text().strip(), "cloudsim",
            self.folder,
        )  # fmt: skip
        self.port = int(port_file.read_text())

    def journal(self):
        lines = (self.folder / "cloudsim.log").read_text().splitlines()
        return [json.loads(line) for line in lines]


class KerberosWorld(AccountWorld):
    def __init__(self, realm):
        self.realm = realm
        super().__init__()

    def authentication(self):
        return {"negotiate": True, "keytab_file": str(self.realm.folder / "http.keytab")}

    def accounts(self):
        return {
            "script": {"kerberos_principals": [f"script@{REALM}"]},
            "exchange": {"kerberos_principals": [f"EXCH01$@{REALM}"]},
        }

    def settings(self):
        self.clouds = Clouds(self.realm, self.authority())
        address = f"127.0.0.1:{self.clouds.port}"
        net = table("net", ca_file=str(self.ca_file), allow_private=["127.0.0.0/8"])
        net += f'[net.hosts]\n"{EXCHANGE_HOST}" = "{address}"\n\n'
        return super().settings().replace(table("net", ca_file=str(self.ca_file)), net)

    def authority(self):
        made = object.__new__(pki.Authority)
        made.folder = self.folder / "authority"
        made.certificate, made.key = made.folder / "ca.pem", made.folder / "ca.key"
        return made

    def federation(self):
        shutil.copyfile(self.realm.folder / "own.keytab", self.folder / "own.keytab")
        (self.folder / "own.keytab").chmod(0o600)
        text = super().federation()
        source = item(
            "tenant.source", name="exchange", kind="ews", authentication="negotiate",
            url=f"https://{EXCHANGE_HOST}/EWS/Exchange.asmx", username=f"freebusy@{REALM}",
            keytab_file="own.keytab",
        ) + item("tenant.mailbox", address=OSKAR, source="exchange")  # fmt: skip
        place = text.index("[[tenant.account]]")
        return text[:place] + source + text[place:]


class KerberosTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.realm = Realm()
        cls.world = None
        try:
            cls.start()
        except BaseException:  # a program that does not start ends the test by SystemExit
            cls.tearDownClass()
            raise

    @classmethod
    def start(cls):
        realm = cls.realm
        realm.add(
            "HTTP/localhost", "host/localhost", f"HTTP/{EXCHANGE_HOST}", "HTTP/elsewhere",
            "freebusy", "script", "stranger", "EXCH01$",
        )  # fmt: skip
        # host/localhost too: a keytab may hold more than it should.
        realm.keytab("http.keytab", "HTTP/localhost", "host/localhost")
        realm.keytab("exchange.keytab", f"HTTP/{EXCHANGE_HOST}")
        realm.keytab("own.keytab", "freebusy")
        cls.keytabs = {
            name: realm.keytab(f"{name}.keytab", name) for name in ("script", "stranger", "EXCH01$")
        }
        realm.start()
        cls.world = KerberosWorld(realm)

    @classmethod
    def tearDownClass(cls):
        left = cls.world.close() if cls.world else []
        left += cls.realm.stop()
        stage_case.all_ended(left)

    def tickets_of(self, name, *more):
        return self.realm.sign_in(name, self.keytabs[name], *more)

    def negotiate(self, name, **more):
        environment = self.tickets_of(name)
        return self.world.curl("--negotiate", "-u", ":", environment=environment, **more)

    def header_for(self, name, host="localhost", service="HTTP", life="1h"):
        """What curl would say to that host, kept back from it."""
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
            asking = subprocess.Popen(
                ["curl", "-s", "--noproxy", "*", "--negotiate", "-u", ":", "--max-time", "20",
                 "--service-name", service,
                 "--resolve", f"{host}:{port}:127.0.0.1", f"http://{host}:{port}/"],
                env=self.tickets_of(name, "-l", life),
            )  # fmt: skip
            heard, _ = listener.accept()
            with heard:
                head = b""
                while b"\r\n\r\n" not in head:
                    head += heard.recv(65536)
                heard.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            asking.wait(timeout=30)
        (header,) = [
            line.partition(": ")[2]
            for line in head.decode().split("\r\n")
            if line.startswith("Authorization: ")
        ]
        self.realm.secrets.append(header.partition(" ")[2])
        return header

    def refused(self, authorization):
        answer = self.world.curl("-H", f"Authorization: {authorization}")
        self.assertEqual(answer.status, 401)
        for challenge in answer.header("www-authenticate"):
            self.assertFalse(challenge.startswith("Negotiate "), "a token for who is refused")
        self.bodies.add(answer.body)
        return self.world.record_of(answer)["rule"]

    def setUp(self):
        self.bodies = set()

    def test_curl_is_answered(self):
        answer = self.negotiate("script")
        self.assertEqual(answer.status, 200, answer.body)
        record = self.world.record_of(answer)
        self.assertEqual((record["principal"], record["credential"]), ("script", "negotiate"))
        (token,) = answer.header("www-authenticate")
        scheme, _, token = token.partition(" ")
        self.assertEqual(scheme, "Negotiate")
        self.assertGreater(len(base64.b64decode(token, validate=True)), 20)
        answer = self.negotiate("EXCH01$")
        self.assertEqual(self.world.record_of(answer)["principal"], "exchange")

    def test_negotiate_is_offered(self):
        answer = self.world.curl()
        self.assertEqual(answer.status, 401)
        self.assertIn("Negotiate", answer.header("www-authenticate"))

    def test_a_principal_without_an_account(self):
        answer = self.negotiate("stranger")
        self.assertEqual(answer.status, 401)
        record = self.world.record_of(answer)
        self.assertEqual(record["rule"], "negotiate.principal")
        self.assertEqual(record["claims"]["principal"], f"stranger@{REALM}")

    def test_a_token_counts_once(self):
        header = self.header_for("script")
        first = self.world.curl("-H", f"Authorization: {header}")
        self.assertEqual(first.status, 200, first.body)
        self.assertEqual(self.refused(header), "negotiate.replayed")
        # The ticket without SPNEGO around it is the same use of the same ticket.
        whole = base64.b64decode(header.partition(" ")[2])
        inner = whole[whole.index(b"\x06\x09\x2a\x86\x48\x86\xf7\x12\x01\x02\x02\x01\x00") :]
        bare = b"\x60\x82" + len(inner).to_bytes(2, "big") + inner
        again = "Negotiate " + base64.b64encode(bare).decode()
        self.assertEqual(self.refused(again), "negotiate.replayed")
        # And another use of it is another use.
        self.assertEqual(self.negotiate("script").status, 200)

    def test_one_change_away_from_a_good_one(self):
        good = self.header_for("script").partition(" ")[2]
        raw = bytearray(base64.b64decode(good))
        raw[-100] ^= 1
        flipped = base64.b64encode(bytes(raw)).decode()
        ntlm = base64.b64encode(b"NTLMSSP\0\1\0\0\0\7\x82\x08\xa2" + bytes(24)).decode()
        for name, authorization, rule in (
            ("a flipped bit", f"Negotiate {flipped}", "negotiate.ticket"),
            ("half of it", f"Negotiate {good[: len(good) // 8 * 4]}", "negotiate.ticket"),
            ("for another host", self.header_for("script", "elsewhere"), "negotiate.ticket"),
            (
                "for another service",
                self.header_for("script", service="host"),
                "negotiate.service",
            ),
            ("NTLM", f"Negotiate {ntlm}", "negotiate.ntlm"),
            ("NTLM by name", f"NTLM {ntlm}", "credential.scheme"),
            ("nothing", "Negotiate", "negotiate.empty"),
            ("no base64", "Negotiate ???", "negotiate.malformed"),
        ):
            with self.subTest(name):
                self.assertEqual(self.refused(authorization), rule)
        self.assertEqual(len(self.bodies), 1, "the reason shows")
        self.assertEqual(self.world.curl("-H", f"Authorization: Negotiate {good}").status, 200)

    def test_what_is_too_old(self):
        """A gateway that allows a second of difference, asked after more than that."""
        impatient = self.realm.folder / "impatient.conf"
        usual = (self.realm.folder / "krb5.conf").read_text()
        impatient.write_text(usual.replace("[libdefaults]\n", "[libdefaults]\n clockskew = 1\n"))
        os.environ["KRB5_CONFIG"] = str(impatient)
        try:
            world = KerberosWorld(self.realm)
        finally:
            os.environ.update(self.realm.environment)
        self.addCleanup(lambda: self.assertEqual(world.close(), []))
        for life, rule in (("1h", "negotiate.clock"), ("2s", "negotiate.expired")):
            with self.subTest(rule):
                header = self.header_for("script", life=life)
                time.sleep(4)  # the one thing here that has to grow old by itself
                answer = world.curl("-H", f"Authorization: {header}")
                self.assertEqual(answer.status, 401)
                self.assertEqual(world.record_of(answer)["rule"], rule)

    def test_the_gateway_asks_exchange_with_a_ticket_of_its_own(self):
        # Different months, so that nothing is answered from the cache: each question needs a token
        # of its own, because the server takes none twice.
        for month, blocks in ((5, [("2031-05-06T09:00:00+00:00", "busy")]), (7, []), (9, [])):
            path = f"/v1/availability?person={OSKAR}&start=2031-0{month}-06&end=2031-0{month}-07"
            answer = self.negotiate("script", path=path)
            self.assertEqual(answer.status, 200, answer.body)
            (person,) = json.loads(answer.body)["people"]
            self.assertEqual(person["result"], "known", person)
            self.assertEqual([(b["start"], b["status"]) for b in person["blocks"]
                              if b["status"] != "free"], blocks)  # fmt: skip
        asked = [r for r in self.world.clouds.journal() if r.get("host") == EXCHANGE_HOST]
        self.assertEqual([r["status"] for r in asked], [200] * 3, asked)
        self.assertEqual({r["application"] for r in asked}, {f"freebusy@{REALM}"})

    def ask_oskar(self, month, *credential, world=None):
        """Each month is a question that no other test has asked."""
        path = f"/v1/availability?person={OSKAR}&start=2031-{month}-06&end=2031-{month}-07"
        answer = (world or self.world).curl(*credential, path=path)
        self.assertEqual(answer.status, 200, answer.body)
        (person,) = json.loads(answer.body)["people"]
        return person, (world or self.world).record_of(answer)

    def test_without_the_kdc_what_has_tickets_goes_on_and_the_rest_is_unknown(self):
        password = ["--user", f"{USER}:{self.world.password}"]
        self.assertEqual(self.ask_oskar("10", *password)[0]["result"], "known")
        header = self.header_for("script")
        self.realm.pause()
        try:
            ticket = ["-H", f"Authorization: {header}"]
            self.assertEqual(self.ask_oskar("11", *ticket)[0]["result"], "known")

            fresh = KerberosWorld(self.realm)
            self.addCleanup(lambda: self.assertEqual(fresh.close(), []))
            password = ["--user", f"{USER}:{fresh.password}"]
            person, record = self.ask_oskar("11", *password, world=fresh)
            self.assertEqual(person["result"], "unknown")
            self.assertEqual(set(person["view"]), {"unknown"})
            (mailbox,) = record["mailboxes"]
            self.assertEqual(
                (mailbox["error"], mailbox["rule"]), ("token_unavailable", "negotiate.ticket")
            )
        finally:
            self.realm.start()


if __name__ == "__main__":
    stage_case.main()

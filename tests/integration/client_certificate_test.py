# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Scripts that sign in with a certificate in TLS, by curl."""
import socket
import ssl
import subprocess
import unittest

import stage_case
from account_world import QUESTION, AccountWorld
from client_certificates import DAY, ClientCertificate, ExtendedKeyUsageOID
from file_world import USER

import pki


class CertificateWorld(AccountWorld):
    with_authority = True

    def authentication(self):
        settings = {"client_certificates": True}
        if self.with_authority:
            settings["client_ca_file"] = "clients/ca.pem"
        return settings

    def accounts(self):
        folder = self.folder / "certificates"
        folder.mkdir()
        authority = pki.Authority(self.folder / "clients")
        self.good = ClientCertificate(folder, "good", authority)
        self.unknown = ClientCertificate(folder, "unknown", authority)
        self.of_itself = ClientCertificate(folder, "of-itself")
        self.expired = ClientCertificate(folder, "expired", authority, begins=-2 * DAY, ends=-DAY)
        self.later = ClientCertificate(folder, "later", authority, begins=DAY, ends=2 * DAY)
        self.of_servers = ClientCertificate(
            folder, "of-servers", authority, purpose=ExtendedKeyUsageOID.SERVER_AUTH
        )
        pinned = [self.good, self.of_itself, self.expired, self.later, self.of_servers]
        return {"script": {"certificates": [c.sha256 for c in pinned]}}


class PinnedOnlyWorld(CertificateWorld):
    with_authority = False


class NotAskedWorld(CertificateWorld):
    def authentication(self):
        return {}


class ClientCertificateTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.worlds = []
        cls.world = cls.start(CertificateWorld)

    @classmethod
    def start(cls, kind):
        world = kind()
        cls.worlds.append(world)
        return world

    @classmethod
    def tearDownClass(cls):
        left = [name for world in cls.worlds for name in world.close()]
        stage_case.all_ended(left)

    def ask(self, certificate, *more, world=None):
        world = world or self.world
        answer = world.curl(*(certificate.for_curl() if certificate else []), *more)
        return answer, world.record_of(answer)

    def test_the_account_of_the_certificate_is_in(self):
        for version in ("1.2", "1.3"):
            with self.subTest(version):
                answer, record = self.ask(self.world.good, "--tls-max", version)
                self.assertEqual(answer.status, 200, answer.body)
                self.assertEqual(record["principal"], "script")
                self.assertEqual(record["credential"], "certificate")

    def test_one_change_away_from_a_good_one(self):
        bodies = set()
        for certificate, rule in (
            (self.world.unknown, "certificate.account"),
            (self.world.of_itself, "certificate.chain"),
            (self.world.of_servers, "certificate.chain"),
            (self.world.expired, "certificate.validity"),
            (self.world.later, "certificate.validity"),
            (None, "credential.missing"),
        ):
            with self.subTest(rule, certificate=certificate and certificate.file.name):
                answer, record = self.ask(certificate)
                self.assertEqual(answer.status, 401)
                self.assertEqual(record["rule"], rule)
                bodies.add(answer.body)
                if certificate:
                    self.assertEqual(record["claims"]["sha256"], certificate.sha256)
        self.assertEqual(len(bodies), 1, "the reason shows")

    def test_a_header_decides_whatever_the_certificate_is(self):
        wrong = ["--user", f"{USER}:wrong"]
        right = ["--user", f"{USER}:{self.world.password}"]
        answer, record = self.ask(self.world.good, *wrong)
        self.assertEqual(answer.status, 401)
        self.assertEqual(record["rule"], "basic.password")
        answer, record = self.ask(self.world.unknown, *right)
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(record["principal"], USER)

    def test_without_an_authority_a_pinned_one_is_enough(self):
        world = self.start(PinnedOnlyWorld)
        self.assertEqual(self.ask(world.of_itself, world=world)[0].status, 200)
        self.assertEqual(self.ask(world.good, world=world)[0].status, 200)
        answer, record = self.ask(world.expired, world=world)
        self.assertEqual(record["rule"], "certificate.validity")
        answer, record = self.ask(world.unknown, world=world)
        self.assertEqual(record["rule"], "certificate.account")

    def test_nobody_is_asked_where_certificates_are_off(self):
        world = self.start(NotAskedWorld)
        answer, record = self.ask(world.good, world=world)
        self.assertEqual(answer.status, 401)
        self.assertEqual(record["rule"], "credential.missing")
        for port, wanted in ((world.port, False), (self.world.port, True)):
            done = subprocess.run(
                ["openssl", "s_client", "-connect", f"localhost:{port}", "-brief", "-trace"],
                input=b"", capture_output=True, timeout=30,
            )  # fmt: skip
            self.assertEqual(b"CertificateRequest" in done.stdout + done.stderr, wanted)

    def test_a_session_that_is_resumed_would_not_know_its_certificate(self):
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            with self.subTest(version):
                tls = ssl.create_default_context(cafile=str(self.world.ca_file))
                tls.maximum_version = version
                tls.load_cert_chain(self.world.good.file, self.world.good.key_file)
                session = None
                for _ in range(2):
                    with self.connect(tls, session) as connection:
                        self.assertIn(b" 200 ", self.exchange(connection))
                        self.assertFalse(connection.session_reused)
                        session = connection.session

    def connect(self, tls, session):
        plain = socket.create_connection(("localhost", self.world.port), timeout=20)
        return tls.wrap_socket(plain, server_hostname="localhost", session=session)

    def exchange(self, connection):
        connection.sendall(
            f"GET {QUESTION} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
        )
        whole = b""
        while part := connection.recv(65536):
            whole += part
        return whole.split(b"\r\n")[0] + b" "


if __name__ == "__main__":
    stage_case.main()

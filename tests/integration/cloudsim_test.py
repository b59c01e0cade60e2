# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""cloudsim as a program: asked by Python's own TLS and HTTP, with assertions signed by the openssl
command. Nothing of the gateway's code is on this side."""
import base64
import hashlib
import json
import socket
import ssl
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from cloudsim_world import (CONFIG, GRAPH, LOGIN, MAIL, PROGRAM, QUESTION, READY_SECONDS_MAX,
                            RESOURCE, SCHEDULE_PATH, TENANT, HttpsTo, World, openssl)


class CloudsimTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World()

    @classmethod
    def tearDownClass(cls):
        if cls.world.process.poll() is None:
            cls.world.stop()
        cls.world.place.cleanup()

    def setUp(self):
        self.world.admin("DELETE", "/faults")
        self.world.admin("DELETE", "/requests")

    def test_a_token_opens_the_calendar(self):
        status, text = self.world.schedule()
        self.assertEqual(status, 200, text)
        found = json.loads(text)["value"][0]
        self.assertEqual(found["availabilityView"], "0200")
        self.assertNotIn("Keel review", text)
        asked = self.world.admin("GET", "/requests?host=" + GRAPH)["requests"]
        self.assertEqual([(r["tenant"], r["status"]) for r in asked], [("contoso", 200)])

    def test_the_token_is_signed_with_the_published_key(self):
        token = self.world.token()[1]["access_token"]
        status, text = self.world.ask(LOGIN, "GET", f"/{TENANT}/discovery/v2.0/keys")
        self.assertEqual(status, 200)
        key = json.loads(text)["keys"][0]
        modulus = openssl("rsa", "-in", self.world.folder / "signing.key", "-noout", "-modulus")
        number = int(modulus.decode().strip().split("=")[1], 16)
        published = base64.urlsafe_b64decode(key["n"] + "==")
        self.assertEqual(int.from_bytes(published, "big"), number)
        # RSA by hand: the signature to the power of e is the padded digest.
        head, _, signature = token.rpartition(".")
        raw = int.from_bytes(base64.urlsafe_b64decode(signature + "=="), "big")
        digest = hashlib.sha256(head.encode()).digest()
        self.assertTrue(pow(raw, 65537, number).to_bytes(256, "big").endswith(digest))

    def test_an_assertion_for_another_audience_is_refused(self):
        status, body = self.world.token(aud=f"https://{LOGIN}/{TENANT}/v2.0")
        self.assertEqual((status, body["error_codes"]), (401, [700023]))

    def test_a_minted_token_names_the_person(self):
        mint = [
            PROGRAM,
            "mint",
            "--config",
            self.world.config,
            "--tenant",
            "contoso",
            "--audience",
            "api://" + RESOURCE,
            "--user",
            "peggy@contoso.example",
        ]
        done = subprocess.run([*mint, "--lifetime", "12h"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        claims = json.loads(base64.urlsafe_b64decode(done.stdout.split(".")[1] + "=="))
        self.assertEqual((claims["upn"], claims["aud"]), ("peggy@contoso.example", RESOURCE))
        self.assertGreater(claims["exp"], time.time() + 11 * 3600)
        wrong = subprocess.run([*mint, "--lifetime", "25h"], capture_output=True, text=True)
        self.assertEqual((wrong.returncode, wrong.stdout), (1, ""))

    def test_a_connection_serves_many_requests(self):
        connection = HttpsTo(self.world, GRAPH)
        headers = self.world.schedule_headers()
        for _ in range(3):
            self.assertEqual(self.world.schedule(connection, headers)[0], 200)
        first = connection.sock
        self.assertEqual(self.world.schedule(connection, headers)[0], 200)
        self.assertIs(connection.sock, first)
        connection.close()

    def test_a_connection_greeted_for_another_host_is_misdirected(self):
        connection = HttpsTo(self.world, GRAPH, greeting=LOGIN)
        self.assertEqual(self.world.schedule(connection)[0], 421)
        connection.close()

    def test_a_body_that_waits_is_asked_for(self):
        connection = HttpsTo(self.world, GRAPH)
        connection.connect()
        headers = "".join(f"{k}: {v}\r\n" for k, v in self.world.schedule_headers().items())
        connection.sock.sendall(
            (
                f"POST {SCHEDULE_PATH} HTTP/1.1\r\nHost: {GRAPH}\r\n{headers}"
                f"Content-Length: {len(QUESTION)}\r\n"
                "Expect: 100-continue\r\n\r\n"
            ).encode()
        )
        self.assertEqual(connection.sock.recv(1024), b"HTTP/1.1 100 Continue\r\n\r\n")
        connection.sock.sendall(QUESTION.encode())
        self.assertTrue(connection.sock.recv(4096).startswith(b"HTTP/1.1 200 OK\r\n"))
        connection.close()

    def test_too_large_a_body_is_refused(self):
        status, _ = self.world.ask(GRAPH, "POST", SCHEDULE_PATH, "", {"Content-Length": "1048577"})
        self.assertEqual(status, 413)

    def test_exchange_asks_for_its_account(self):
        status, _ = self.world.ask(
            MAIL, "POST", "/EWS/Exchange.asmx", "<a/>", {"Content-Type": "text/xml"}
        )
        self.assertEqual(status, 401)
        account = base64.b64encode(b"freebusy:password").decode()
        status, text = self.world.ask(
            MAIL,
            "POST",
            "/EWS/Exchange.asmx",
            "<a/>",
            {"Content-Type": "text/xml", "Authorization": "Basic " + account},
        )
        self.assertEqual(status, 500)
        self.assertIn("Fault", text)

    def broken(self, kind, timeout=READY_SECONDS_MAX, **more):
        """What arrives until the connection ends or falls silent, and which of the two it was."""
        headers = self.world.schedule_headers()
        self.world.admin("POST", "/faults", {"host": GRAPH, "kind": kind, **more})
        connection = HttpsTo(self.world, GRAPH)
        connection.connect()
        connection.sock.settimeout(timeout)
        connection.request("POST", SCHEDULE_PATH, QUESTION, headers)
        got, silent = b"", False
        try:
            while data := connection.sock.recv(65536):
                got += data
        except socket.timeout:
            silent = True
        except ssl.SSLEOFError:
            pass
        connection.close()
        return got, silent

    def assert_half(self, got):
        head, _, body = got.partition(b"\r\n\r\n")
        promised = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        self.assertTrue(head.startswith(b"HTTP/1.1 200 OK"))
        self.assertLess(len(body), promised)
        self.assertGreater(len(body), 0)

    def test_a_cut_connection_says_nothing(self):
        self.assertEqual(self.broken("cut"), (b"", False))

    def test_a_truncated_answer_ends_early(self):
        got, silent = self.broken("truncate")
        self.assertFalse(silent)
        self.assert_half(got)

    def test_a_stalled_answer_stays_open(self):
        got, silent = self.broken("stall", timeout=0.5)
        self.assertTrue(silent)
        self.assert_half(got)

    def test_a_delayed_answer_comes_later(self):
        headers = self.world.schedule_headers()
        self.world.admin("POST", "/faults", {"host": GRAPH, "kind": "delay", "value": 300})
        begun = time.monotonic()
        self.assertEqual(self.world.schedule(headers=headers)[0], 200)
        self.assertGreaterEqual(time.monotonic() - begun, 0.3)

    def test_a_fault_is_used_as_often_as_told(self):
        headers = self.world.schedule_headers()
        self.world.admin(
            "POST", "/faults", {"host": GRAPH, "kind": "status", "value": 503, "count": 2}
        )
        found = [self.world.schedule(headers=headers)[0] for _ in range(3)]
        self.assertEqual(found, [503, 503, 200])
        asked = self.world.admin("GET", "/requests?host=" + GRAPH)["requests"]
        self.assertEqual([r["fault"] for r in asked], ["status", "status", ""])


class CommandLineTest(unittest.TestCase):
    def test_it_stops_when_told_and_leaves_no_token_in_its_log(self):
        world = World()
        self.assertEqual(world.schedule()[0], 200)
        held = HttpsTo(world, GRAPH)  # an open connection keeps nobody waiting
        held.connect()
        code, said = world.stop()
        held.close()
        self.assertEqual(code, 0)
        self.assertEqual(said, f"cloudsim is ready on 127.0.0.1:{world.port}\n")
        lines = (world.folder / "log").read_text().splitlines()
        self.assertEqual([json.loads(line)["host"] for line in lines], [LOGIN, GRAPH])
        self.assertNotIn("eyJ", "".join(lines))
        world.place.cleanup()

    def test_a_configuration_is_checked(self):
        with tempfile.TemporaryDirectory() as name:
            broken = Path(name) / "cloudsim.toml"
            broken.write_text("version = 1\n[listener]\nport = 70000\n")
            done = subprocess.run(
                [PROGRAM, "--config", broken, "--check"], capture_output=True, text=True
            )
            self.assertEqual(done.returncode, 1)
            self.assertIn('cloudsim.toml:3:8: "port" must be from 0 to 65535', done.stderr)

    def test_a_key_that_does_not_fit_the_certificate_is_found(self):
        world = World()
        world.stop()
        good = subprocess.run([PROGRAM, "--config", world.config, "--check"], capture_output=True)
        self.assertEqual(good.returncode, 0, good.stderr)
        world.config.write_text(CONFIG.replace('"tls.key"', '"application.key"'))
        bad = subprocess.run([PROGRAM, "--config", world.config, "--check"], capture_output=True)
        self.assertEqual(bad.returncode, 1)
        self.assertIn(b"private key", bad.stderr)
        world.place.cleanup()


if __name__ == "__main__":
    unittest.main(verbosity=2)

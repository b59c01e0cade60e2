# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""freebusyctl as the client of an admin API that is scripted: the unix socket and TLS, deadlines,
credentials, what is not understood, what a terminal sees."""
import hashlib
import json
import os
import re
import socket
import ssl
import subprocess
import sys
import unittest
from pathlib import Path

import run_folder
import screen
from client_certificates import ClientCertificate
from scripted_admin import Answer, ScriptedAdmin

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools" / "demo_cast"))

import pki  # noqa: E402

PROGRAM = Path(os.environ["FB_BINARY_DIR"]) / "bin" / "freebusyctl"
DONE, USAGE, REFUSED, FAILED, NOT_ALLOWED, CONFLICT, DIFFERENCES = range(7)
TOKEN = "a-token-that-nobody-may-see"
ENVIRONMENT = {k: v for k, v in os.environ.items()
               if k != "NO_COLOR" and not k.startswith("FREEBUSYCTL_")}  # fmt: skip
ONE_DIFFERENCE = {
    "revision": 7,
    "differences": [
        {
            "kind": "address-space",
            "tenant": "public/1",
            "tenant_name": "Contoso",
            "identity": "a.example",
            "before": None,
            "after": {"forest_name": "a.example"},
        }
    ],
}


def refusal(status, code, problems=()):
    body = {"error": {"code": code, "message": "Why it is so.", "problems": list(problems)}}
    return Answer(status, body, {"request-id": "r-1"})


class ClientCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = run_folder.new("freebusyctl-client-")
        cls.authority = pki.Authority(cls.folder)
        cls.token = cls.folder / "token"
        cls.token.write_text(TOKEN + "\n")
        names = cls.authority.issue(cls.folder, ["localhost"])
        cls.socket_api = ScriptedAdmin.on_socket(cls.folder / "run" / "admin.sock")
        cls.tls_api = ScriptedAdmin.on_tls(*names, cls.authority.certificate)

    @classmethod
    def tearDownClass(cls):
        cls.socket_api.stop()
        cls.tls_api.stop()
        run_folder.leave(cls.folder, [TOKEN])

    def setUp(self):
        for api in (self.socket_api, self.tls_api):
            api.answers, api.asked = [Answer()], []

    def run_it(self, *words, where=None, environment=None, given=None):
        command = [str(word) for word in (PROGRAM, *words)]
        if where:
            command += ["--admin", where]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, input=given,
                              env={**ENVIRONMENT, **(environment or {})})  # fmt: skip

    def by_socket(self, *words, **more):
        return self.run_it(*words, where=self.socket_api.where, **more)

    def by_tls(self, *words, **more):
        words += ("--ca", self.authority.certificate)
        return self.run_it(*words, where=self.tls_api.where, **more)


class ClientTest(ClientCase):
    def test_a_change_over_the_socket(self):
        self.socket_api.answers = [Answer(body=ONE_DIFFERENCE)]
        done = self.by_socket("address-space", "add", "--tenant", "Contoso & Co",
                              "--forest-name", "a.example")  # fmt: skip
        self.assertEqual((done.returncode, done.stderr), (DONE, ""))
        self.assertEqual(
            done.stdout,
            "+ address-space a.example of Contoso (public/1)\n"
            '    + forest_name = "a.example"\n\n'
            "1 added, 0 changed, 0 removed. Revision 7.\n",
        )
        (asked,) = self.socket_api.asked
        self.assertEqual(asked["method"], "POST")
        self.assertEqual(
            asked["target"], "/admin/v1/objects/address-space/Contoso%20%26%20Co/a.example"
        )
        self.assertEqual(json.loads(asked["body"]), {"forest_name": "a.example"})
        self.assertEqual(asked["headers"]["Content-Type"], "application/json")
        self.assertEqual(asked["headers"]["Host"], "localhost")

    def test_a_token_over_tls_and_none_over_the_socket(self):
        for given in ({}, {"given": TOKEN + "\n"}):
            name = "-" if given else self.token
            done = self.by_tls("status", "--admin-token-file", name, **given)
            self.assertEqual((done.returncode, done.stderr), (DONE, ""))
            asked = self.tls_api.asked.pop()
            self.assertEqual(asked["headers"]["Authorization"], "Bearer " + TOKEN)
            self.assertIsNone(asked["certificate"])
        done = self.by_socket("status", "--admin-token-file", self.token)
        self.assertEqual(done.returncode, DONE)
        self.assertNotIn("Authorization", self.socket_api.asked[0]["headers"])

    def test_a_client_certificate(self):
        mine = ClientCertificate(self.folder, "operator", self.authority)
        done = self.by_tls("status", "--admin-certificate", mine.file, "--admin-key", mine.key_file)
        self.assertEqual((done.returncode, done.stderr), (DONE, ""))
        shown = hashlib.sha256(self.tls_api.asked[0]["certificate"]).hexdigest()
        self.assertEqual(shown, mine.sha256)
        other = ClientCertificate(self.folder, "other", self.authority)
        wrong = [("/nowhere", mine.key_file), (mine.file, "/nowhere"), (mine.file, other.key_file)]
        for certificate, key in wrong:
            with self.subTest(certificate=certificate, key=key):
                done = self.by_tls("status", "--admin-certificate", certificate, "--admin-key", key)
                self.assertEqual((done.returncode, done.stdout), (USAGE, ""))
                self.assertTrue(done.stderr)

    def test_the_environment(self):
        where = {"FREEBUSYCTL_ADMIN": self.socket_api.where, "FREEBUSYCTL_TENANT": "Contoso"}
        self.assertEqual(self.run_it("group", "show", "g", environment=where).returncode, DONE)
        self.assertEqual(
            self.socket_api.asked[0]["target"], "/admin/v1/objects/group/Contoso/g"
        )
        token = {"FREEBUSYCTL_ADMIN_TOKEN_FILE": str(self.token)}
        self.assertEqual(self.by_tls("status", environment=token).returncode, DONE)
        self.assertIn(TOKEN, self.tls_api.asked[0]["headers"]["Authorization"])

    def test_a_server_that_another_authority_vouches_for(self):
        done = self.run_it("status", "--admin-token-file", self.token, where=self.tls_api.where)
        self.assertEqual((done.returncode, done.stdout), (FAILED, ""))
        self.assertEqual(self.tls_api.asked, [], "the token was not shown")

    def test_nobody_there(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        long_path = "/" + "a" * 107
        plain = self.folder / "plain"
        plain.touch()
        for where, code in [("/nowhere/admin.sock", FAILED), (str(plain), FAILED),
                            (f"https://localhost:{port}", FAILED), (long_path, USAGE),
                            (long_path[:-1], FAILED)]:  # fmt: skip
            with self.subTest(where):
                done = self.run_it("status", where=where)
                self.assertEqual((done.returncode, done.stdout), (code, ""), done.stderr)
                self.assertTrue(done.stderr.startswith("freebusyctl: "), done.stderr)

    def test_answers_that_are_none(self):
        rows = [
            ("no HTTP", Answer(raw=b"SSH-2.0-x\r\n\r\n")),
            ("nothing", Answer(raw=b"")),
            ("cut off", Answer(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}")),
            ("no JSON", Answer(body=b"<html>")),
            ("a list", Answer(body=b"[]")),
            ("another server", Answer(404, b"not here")),
            ("too deep", Answer(body=b'{"a":' * 100 + b"1" + b"}" * 100)),
            ("the same name twice", Answer(body=b'{"a":1,"a":2}')),
        ]
        for title, said in rows:
            for ask, api in ((self.by_socket, self.socket_api), (self.by_tls, self.tls_api)):
                with self.subTest(title, over=api.where):
                    api.answers = [said]
                    done = ask("status")
                    self.assertEqual((done.returncode, done.stdout), (FAILED, ""), done.stderr)
                    self.assertTrue(done.stderr.startswith("freebusyctl: "), done.stderr)

    def test_a_deadline(self):
        for ask, api in ((self.by_socket, self.socket_api), (self.by_tls, self.tls_api)):
            api.answers = [Answer(wait=30)]
            done = ask("status", "--timeout", "1")
            self.assertEqual((done.returncode, done.stdout), (FAILED, ""))
            self.assertNotIn("history", done.stderr)
            done = ask("group", "remove", "g", "--tenant", "c", "--timeout", "1")
            self.assertEqual((done.returncode, done.stdout), (FAILED, ""))
            self.assertIn("whether it was done is not known", done.stderr)

    def test_a_change_is_asked_once_on_a_connection_of_its_own(self):
        cut = Answer(raw=b"")
        for ask, api in ((self.by_socket, self.socket_api), (self.by_tls, self.tls_api)):
            api.answers = [cut]
            ask("group", "remove", "g", "--tenant", "c")
            self.assertEqual(len(api.asked), 1)
        names = []
        for name in ("one", "two"):
            names.append(self.folder / name)
            names[-1].write_text(name)
        self.tls_api.answers = [Answer(body={"changes": [], "notes": []}), cut]
        self.tls_api.asked = []
        done = self.by_tls("import", "exchange", *names, "--tenant", "c")
        self.assertEqual(done.returncode, FAILED)
        self.assertEqual([a["body"] for a in self.tls_api.asked], ["one", "two"])

    def test_exit_codes(self):
        rows = [(401, "unauthenticated", NOT_ALLOWED), (403, "not-allowed", NOT_ALLOWED),
                (404, "not-found", USAGE), (409, "exists", CONFLICT), (409, "braked", CONFLICT),
                (412, "conflict", CONFLICT), (422, "mistake", USAGE),
                (503, "storage", FAILED)]  # fmt: skip
        for status, code, exit_code in rows:
            with self.subTest(code):
                self.socket_api.answers = [refusal(status, code)]
                done = self.by_socket("status")
                self.assertEqual((done.returncode, done.stdout), (exit_code, ""))
                self.assertEqual(
                    done.stderr, f"freebusyctl: Why it is so. [{code}] (request r-1)\n"
                )

    def test_apply(self):
        file = self.folder / "federation.toml"
        file.write_text("version = 1\n")
        self.socket_api.answers = [Answer(body={**ONE_DIFFERENCE, "dry_run": True})]
        done = self.by_socket("apply", "-f", file, "--dry-run", "--prune", "--tenant", "Contoso")
        self.assertEqual((done.returncode, done.stderr), (DIFFERENCES, ""))
        self.assertTrue(done.stdout.endswith("A dry run: nothing was done.\n"), done.stdout)
        asked = self.socket_api.asked[0]
        self.assertEqual(asked["body"], "version = 1\n")
        self.assertEqual(asked["headers"]["Content-Type"], "application/toml")
        self.socket_api.answers = [Answer(body={"revision": 7, "differences": []})]
        self.assertEqual(self.by_socket("apply", "-f", file, "--dry-run").returncode, DONE)
        given = self.by_socket("apply", "-f", "-", given="version = 2\n")
        self.assertEqual(given.returncode, DONE)
        self.assertEqual(self.socket_api.asked[-1]["body"], "version = 2\n")
        problem = {"file": "federation.toml", "line": 1, "column": 11, "sentence": "It is old."}
        self.socket_api.answers = [refusal(422, "mistake", [problem])]
        done = self.by_socket("apply", "-f", file)
        self.assertEqual(done.returncode, USAGE)
        self.assertTrue(done.stderr.startswith("federation.toml:1:11: It is old.\n"), done.stderr)

    def test_a_large_file_and_a_large_answer(self):
        file = self.folder / "large.toml"
        file.write_text("# a comment\n" * (1024 * 1024))
        name = "n" * (8 * 1024 * 1024)
        for ask, api in ((self.by_socket, self.socket_api), (self.by_tls, self.tls_api)):
            api.answers = [Answer(body={"name": name})]
            done = ask("apply", "-f", file, "--output", "json")
            self.assertEqual((done.returncode, done.stderr), (DONE, ""))
            self.assertEqual(len(api.asked[0]["body"]), file.stat().st_size)
            self.assertEqual(json.loads(done.stdout)["name"], name)

    def test_pages_over_one_connection(self):
        def page(identity, following):
            entry = {"kind": "group", "tenant": "t", "identity": identity, "body": {}}
            return Answer(body={"revision": 7, "objects": [entry], "next": following})

        self.tls_api.answers = [page("one", "a"), page("two", "b"), page("three", "")]
        done = self.by_tls("group", "list", "--output", "json")
        found = [entry["identity"] for entry in json.loads(done.stdout)["objects"]]
        self.assertEqual(found, ["one", "two", "three"])
        self.assertEqual(len({a["connection"] for a in self.tls_api.asked}), 1)


class TerminalTest(ClientCase):
    """What somebody at a terminal sees, and what a file gets instead."""

    def at_terminal(self, *words, **environment):
        command = [str(word) for word in (PROGRAM, *words, "--admin", self.socket_api.where)]
        return screen.run(command, {**ENVIRONMENT, **environment})[1]

    def test_colours_and_boxes(self):
        self.socket_api.answers = [Answer(body=ONE_DIFFERENCE)]
        words = ("group", "remove", "g", "--tenant", "c")
        self.assertIn("\x1b[32m+ address-space", self.at_terminal(*words))
        self.assertNotIn("\x1b", self.at_terminal(*words, NO_COLOR="1"))
        self.assertIn("\x1b[32m", self.at_terminal(*words, NO_COLOR=""))
        self.socket_api.answers = [Answer(body={"objects": [], "next": ""})]
        self.assertIn("┌", self.at_terminal("group", "list"))
        self.assertNotIn("┌", self.by_socket("group", "list").stdout)

    def test_progress_only_on_a_terminal_and_gone_at_the_end(self):
        self.socket_api.answers = [Answer(wait=1.5)]
        text = self.at_terminal("status")
        self.assertRegex(text, r"\r\x1b\[Kstatus: 1 s")
        self.assertTrue(re.search(r"status: 1 s\r\x1b\[K", text), text)
        self.assertEqual(self.by_socket("status").stderr, "")

    def test_nothing_from_the_gateway_controls_the_terminal(self):
        evil = "\x1b]0;title\x07\x9b2J"
        problem = {"file": evil, "line": 1, "column": 1, "sentence": evil}
        said = {"error": {"code": evil, "message": evil, "problems": [problem]}}
        self.socket_api.answers = [Answer(422, said)]
        text = self.at_terminal("status", NO_COLOR="1")
        self.assertNotIn("\x1b", text)
        self.assertNotIn("\x9b", text)
        step = {name: evil for name in ("what", "verdict", "rule", "object", "words")}
        report = {"outcome": evil, "path": evil, "level": evil, "steps": [step]}
        self.socket_api.answers = [Answer(body=report)]
        text = self.at_terminal("explain", "--from", "a", "--to", "b", NO_COLOR="1")
        self.assertIn("?]0;title?", text)
        self.assertNotIn("\x1b", text)


if __name__ == "__main__":
    unittest.main(verbosity=2)

# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""The admin API of the real gateway: over HTTPS and the unix socket, with tokens, certificates and
users of the machine; who sees and changes what; two people at once."""
import http.client
import json
import os
import socket
import ssl
import unittest
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

import admin_document
import stage_case
from api_token_test import new_token
from client_certificates import ClientCertificate
from registry_world import CAROL, NORTH, SOUTH, USER, RegistryWorld

CONTACT = "somebody@elsewhere.example"
FILE_BYTES_MAX = 64 * 1024 * 1024


def path(kind, tenant, identity):
    return "/objects/" + "/".join(
        urllib.parse.quote(part, safe="") for part in (kind, tenant, identity)
    )


NORTHS = path("mail-contact", NORTH, CAROL)


class OverSocket(http.client.HTTPConnection):
    def __init__(self, file):
        super().__init__("localhost", timeout=60)
        self.file = file

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(60)
        self.sock.connect(str(self.file))


class AdminTest(unittest.TestCase):
    def setUp(self):
        self.world = RegistryWorld()
        self.addCleanup(stage_case.close, self.world)
        self.gateway = self.world.gateway("one")
        file = self.gateway.folder / "freebusyd.toml"
        text = file.read_text()
        place = "[admin]\n"
        self.assertIn(place, text)
        text = text.replace(
            place, place + 'address = "127.0.0.1"\nport_file = "admin.port"\n'
        )
        file.write_text(text + "\n[authentication]\nclient_certificates = true\n")
        self.tokens = {}
        self.answered = set()
        self.certificate = ClientCertificate(self.world.folder, "operator")
        self.write_accounts()
        self.gateway.start()
        self.port = int((self.gateway.folder / "admin.port").read_text())

    def write_accounts(self):
        text = "version = 1\n"
        for name, grants in (
            ("reader", ["north:read"]),
            ("north", ["north:administer"]),
            ("south", [SOUTH + ":administer"]),
            ("federator", ["gateway:federate"]),
            ("owner", ["*:administer", "gateway:federate"]),
        ):
            self.tokens[name], line = new_token()
            self.world.secrets.append(self.tokens[name])
            text += f'\n[[account]]\nname = "{name}"\n{line}\ngrants = {json.dumps(grants)}\n'
        text += (
            f'\n[[account]]\nname = "certified"\ncertificates = ["{self.certificate.sha256}"]\n'
            'grants = ["north:operate"]\n'
            f'\n[[account]]\nname = "tester"\nunix_users = ["{os.getuid()}"]\n'
            'grants = ["north:read"]\n'
        )
        (self.world.folder / "admins.toml").write_text(text)

    def connection(self, certificate=None):
        tls = ssl.create_default_context(cafile=str(self.world.authority.certificate))
        if certificate:
            tls.load_cert_chain(certificate.file, certificate.key_file)
        return http.client.HTTPSConnection(
            "localhost", self.port, context=tls, timeout=60
        )

    def ask(self, who, method, target, body=None, connection=None, **headers):
        """who: an account with a token, or None. Gives the status and the answer."""
        connection = connection or self.connection()
        if who:
            headers["Authorization"] = "Bearer " + self.tokens[who]
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
        try:
            connection.request(method, "/admin/v1" + target, body, headers)
            reply = connection.getresponse()
            text = reply.read().decode()
            self.assertTrue(reply.headers["request-id"])
            content_type = reply.headers["Content-Type"]
            self.etag = reply.headers["ETag"]
            answer = json.loads(text) if content_type == "application/json" else text
            admin_document.check(method, target, reply.status, content_type, answer)
            self.answered.add((method, admin_document.operation(method, target)[0], reply.status))
            return reply.status, answer
        finally:
            connection.close()

    def test_every_route_answers_as_documented(self):
        question = {"from": USER, "to": CAROL}
        record = "ForestName : other.example\nAccessMethod : OrgWideFB\n"
        (self.world.folder / "people.csv").write_text(
            "RecipientTypeDetails,DisplayName,ExternalEmailAddress\n"
            "MailContact,Dora,dora@south.example\n"
        )
        source = {"name": "people", "kind": "csv", "file": str(self.world.folder / "people.csv")}
        new = path("mail-contact", NORTH, "new@south.example")
        for method, target, body in (
            ("PATCH", path("tenant", NORTH, "-"), {"directory_source": [source]}),
            ("GET", "/objects", None),
            ("GET", NORTHS, None),
            ("POST", new, {"name": "New", "external_address": "new@south.example"}),
            ("PATCH", new, {"name": "Newer"}),
            ("PUT", new, {"name": "Newest", "external_address": "new@south.example"}),
            ("DELETE", new, None),
            ("POST", "/changes", {"changes": [
                {"verb": "add", "kind": "mail-contact", "tenant": NORTH,
                 "identity": "other@south.example",
                 "body": {"name": "Other", "external_address": "other@south.example"}}]}),
            ("GET", "/export?partners=true", None),
            ("POST", "/apply?dry_run=true", None),  # with what /export gave
            ("POST", "/import/exchange?dry_run=true&tenant=north", record),
            ("GET", "/history", None),
            ("POST", "/backup", {"name": "every.db"}),
            ("GET", "/clouds", None),
            ("GET", "/clouds/gcc-high", None),
            ("POST", "/directory-sources/north/people/run", {"dry_run": True}),
            ("POST", "/directory-sources/north/people/run", {}),
            ("GET", "/directory-sources", None),
            ("POST", "/explain", question),
            ("POST", "/test", question),
            ("POST", "/explain-credential", {"authorization": "Bearer x"}),
            ("GET", "/reasons", None),
            ("GET", "/reasons/peer_unreachable", None),
            ("GET", "/status", None),
            ("GET", "/openapi.json", None),
        ):  # fmt: skip
            if target.startswith("/apply"):
                body = answer
            status, answer = self.ask("owner", method, target, body)
            self.assertEqual(status, 200, (method, target, answer))
        documented = {
            (method.upper(), path, 200)
            for path, methods in admin_document.DOCUMENT["paths"].items()
            for method in methods
        }
        self.assertEqual(self.answered, documented)

    def test_each_way_in_and_who_it_is(self):
        for who in self.tokens:
            status, shown = self.ask(who, "GET", "/status")
            self.assertEqual((status, shown["account"]["name"]), (200, who))
        by_certificate = self.connection(self.certificate)
        _, shown = self.ask(None, "GET", "/status", connection=by_certificate)
        self.assertEqual(shown["account"]["name"], "certified")
        by_socket = OverSocket(self.gateway.socket)
        _, shown = self.ask(None, "GET", "/status", connection=by_socket)
        self.assertEqual(shown["account"]["name"], "tester")
        both = OverSocket(self.gateway.socket)
        _, shown = self.ask("owner", "GET", "/status", connection=both)
        self.assertEqual(shown["account"]["name"], "owner")

    def test_who_does_not_come_in(self):
        other, _ = new_token()
        self.world.secrets.append(other)
        stranger = ClientCertificate(self.world.folder, "stranger")
        for connection, headers in (
            (self.connection(), {}),
            (self.connection(), {"Authorization": "Bearer " + other}),
            (self.connection(stranger), {}),
            (OverSocket(self.gateway.socket), {"Authorization": "Bearer " + other}),
        ):
            status, shown = self.ask(
                None, "GET", "/status", connection=connection, **headers
            )
            self.assertEqual(status, 401)
            self.assertEqual(shown["error"]["code"], "unauthenticated")

    def test_an_account_sees_and_changes_its_own(self):
        self.assertEqual(self.ask("reader", "GET", NORTHS)[0], 200)
        for who, reading, changing in (
            ("reader", 200, 403),
            ("north", 200, 200),
            ("south", 404, 404),
            ("federator", 404, 404),
            ("owner", 200, 200),
        ):
            status, answer = self.ask(who, "GET", NORTHS)
            self.assertEqual(status, reading, (who, answer))
            status, answer = self.ask(
                who, "PATCH", NORTHS + "?dry_run=true", {"name": "C"}
            )
            self.assertEqual(status, changing, (who, answer))
        _, listed = self.ask("south", "GET", "/objects")
        self.assertEqual({one["tenant"] for one in listed["objects"]}, {SOUTH})
        self.ask("north", "PATCH", NORTHS, {"name": "Carol of the north"})
        _, history = self.ask("south", "GET", "/history")
        self.assertNotIn("north", json.dumps(history))
        status, exported = self.ask("south", "GET", "/export?partners=true")
        self.assertEqual(status, 200)
        self.assertNotIn("north.example", exported.replace(NORTH, ""))

    def test_a_file_that_touches_another_tenant_is_refused(self):
        _, whole = self.ask("owner", "GET", "/export?partners=true")
        changed = whole.replace('name = "Carol"', 'name = "Carol Smith"')
        self.assertNotEqual(changed, whole)
        status, answer = self.ask("north", "POST", "/apply", changed)
        self.assertEqual((status, answer["error"]["code"]), (403, "not-allowed"), answer)
        status, answer = self.ask("north", "POST", "/apply?tenant=north", changed)
        self.assertEqual(status, 200, answer)
        self.assertEqual(
            [one["identity"] for one in answer["differences"]], [CAROL], answer
        )
        status, answer = self.ask("south", "POST", "/apply?tenant=south", whole)
        self.assertEqual((status, answer["differences"]), (200, []), answer)
        self.assertEqual(self.ask("south", "POST", "/apply?tenant=north", whole)[0], 404)
        _, shown = self.ask("reader", "GET", NORTHS)
        self.assertEqual(shown["body"]["name"], "Carol Smith")

    def test_only_one_of_many_who_saw_the_same(self):
        self.assertEqual(self.ask("north", "GET", NORTHS)[0], 200)
        seen = self.etag

        def change(number):
            connection = self.connection()
            return self.ask("north", "PATCH", NORTHS, {"name": f"Carol {number}"},
                            connection, If_Match=seen)  # fmt: skip

        with ThreadPoolExecutor(8) as people:
            outcomes = list(people.map(change, range(8)))
        statuses = sorted(status for status, _ in outcomes)
        self.assertEqual(statuses, [200] + [412] * 7)
        _, history = self.ask("north", "GET", "/history?identity=" + CAROL)
        made = [one for one in history["entries"] if one["verb"] == "set"]
        self.assertEqual(len(made), 1)
        self.assertEqual((made[0]["actor"], made[0]["via"]), ("north", "admin-api"))

    def test_a_life_of_one_object(self):
        there = path("mail-contact", NORTH, CONTACT)
        body = {"name": "Somebody", "external_address": CONTACT}
        self.assertEqual(self.ask("north", "GET", there)[0], 404)
        self.assertEqual(
            self.ask("north", "POST", there + "?dry_run=true", body)[0], 200
        )
        self.assertEqual(self.ask("north", "GET", there)[0], 404)
        status, answer = self.ask("north", "POST", there, body)
        self.assertEqual(status, 200, answer)
        self.assertEqual(self.ask("north", "POST", there, body)[0], 409)
        wrong = {"proxy_addresses": ["nobody at all"]}
        status, answer = self.ask("north", "PATCH", there, wrong)
        self.assertEqual((status, answer["error"]["code"]), (422, "mistake"), answer)
        add = {"proxy_addresses": {"add": ["somebody@north.example"]}}
        self.assertEqual(self.ask("north", "PATCH", there, add)[0], 200)
        _, shown = self.ask("reader", "GET", there)
        self.assertEqual(shown["body"]["proxy_addresses"], ["somebody@north.example"])
        self.assertEqual(self.ask("north", "DELETE", there)[0], 200)
        self.assertEqual(self.ask("north", "DELETE", there)[0], 404)
        _, history = self.ask("reader", "GET", "/history?identity=" + CONTACT)
        verbs = [one["verb"] for one in history["entries"]]
        self.assertEqual(verbs, ["remove", "set", "add"])

    def test_what_is_the_gateways(self):
        self.assertEqual(self.ask("north", "POST", "/backup", {"name": "b.db"})[0], 403)
        status, copy = self.ask("federator", "POST", "/backup", {"name": "b.db"})
        self.assertEqual(status, 200, copy)
        self.assertEqual(os.path.getsize(copy["file"]), copy["bytes"])
        status, _ = self.ask("federator", "POST", "/backup", {"name": "../b.db"})
        self.assertEqual(status, 422)
        _, document = self.ask("reader", "GET", "/openapi.json")
        self.assertEqual(document, admin_document.DOCUMENT)

    def test_explain_and_test_are_for_their_own(self):
        question = {"from": USER, "to": CAROL}
        status, told = self.ask("reader", "POST", "/explain", question)
        self.assertEqual((status, told["outcome"]), (200, "allowed"), told)
        self.assertEqual(self.ask("south", "POST", "/explain", question)[0], 404)
        status, told = self.ask("owner", "POST", "/test", question)
        self.assertEqual(status, 200, told)
        self.assertTrue(told["forward"]["answer"]["ok"], told)
        self.ask("owner", "PATCH", path("availability-config", SOUTH, "-"),
                 {"allowed_tenant_ids": []})  # fmt: skip
        _, hidden = self.ask("reader", "POST", "/explain", question)
        self.assertEqual(hidden["outcome"], "refused")
        self.assertNotIn("tenant_not_allowed", json.dumps(hidden))
        self.assertNotIn(SOUTH, json.dumps([hidden["rule"], hidden["reason"]]))
        _, whole = self.ask("owner", "POST", "/explain", question)
        self.assertIn("tenant_not_allowed", json.dumps(whole))

    def test_a_file_is_taken_up_to_its_limit(self):
        begin, comment = b"version = 1\n", b"#" + b" " * 1022 + b"\n"
        text = begin + comment * ((FILE_BYTES_MAX - len(begin)) // len(comment))
        text += b"\n" * (FILE_BYTES_MAX - len(text))
        status, answer = self.ask("owner", "POST", "/apply", text)
        self.assertEqual((status, answer.get("differences")), (200, []), answer)
        # One byte more is refused before it has come.
        connection = self.connection()
        self.addCleanup(connection.close)
        connection.putrequest("POST", "/admin/v1/apply")
        connection.putheader("Authorization", "Bearer " + self.tokens["owner"])
        connection.putheader("Content-Length", str(FILE_BYTES_MAX + 1))
        connection.endheaders()
        reply = connection.getresponse()
        self.assertEqual((reply.status, reply.headers["Connection"]), (413, "close"))
        self.assertEqual(json.loads(reply.read())["error"]["code"], "too-large")

    def test_bad_input_is_answered_and_nothing_else_happens(self):
        for method, target, body, status in (
            ("GET", "/nothing", None, 404),
            ("PUT", "/status", "{}", 405),
            ("GET", "/objects?lmit=1", None, 400),
            ("POST", "/changes", "[", 400),
            ("POST", "/changes", '{"a":' * 100 + "1" + "}" * 100, 400),
            ("POST", "/explain", "x" * (64 * 1024 + 1), 413),
            ("POST", "/apply", "version = 2\n", 422),
        ):
            got, answer = self.ask("owner", method, target, body)
            self.assertEqual(got, status, (target, answer))
        self.assertEqual(self.ask("owner", "GET", "/status")[0], 200)


if __name__ == "__main__":
    stage_case.main()

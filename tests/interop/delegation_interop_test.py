# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Delegation tokens between the gateway and programs of others: saml, xml-crypto and xml-encryption
issue what it accepts, and xml-crypto verifies what it signs.

/usr/bin/python3 tests/interop/delegation_interop_test.py PROGRAMS_DIR
"""
import base64
import copy
import json
import shutil
import subprocess
import unittest

from interop_world import HERE, PROGRAMS, node_modules

import kinds
import recipes
import saml_tokens
import stage_case
from hostile_world import HostileWorld, question
from jose_tokens import now

UID = "5f0c1d7e-made-by-others"
XENC = "http://www.w3.org/2001/04/xmlenc#"
CIPHERS = [
    XENC + "aes256-cbc",
    XENC + "aes128-cbc",
    "http://www.w3.org/2009/xmlenc11#aes256-gcm",
    "http://www.w3.org/2009/xmlenc11#aes128-gcm",
]


class DelegationInteropTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        modules = node_modules()
        cls.world = HostileWorld()
        cls.names = kinds.names_of(cls.world)
        cls.folder = cls.world.folder / "others"
        cls.folder.mkdir()
        (cls.folder / "node_modules").symlink_to(modules)
        shutil.copy(HERE / "delegation.mjs", cls.folder)
        public = cls.world.ring.public_pem("federation")
        (cls.world.folder / "federation.public.pem").write_bytes(public)

    @classmethod
    def tearDownClass(cls):
        left = cls.world.close()
        if left:
            raise AssertionError("had to be killed: " + ", ".join(left))

    def node(self, *arguments):
        return subprocess.run(
            ["node", "delegation.mjs", *map(str, arguments)],
            cwd=self.folder,
            capture_output=True,
            text=True,
        )

    def issued(self, cipher=CIPHERS[0], proof_key=None, **changes):
        files = self.world.folder
        asked = {
            "uid": UID,
            "issuer": self.names["sts"],
            "audience": self.names["application"],
            "attributes": {
                "http://schemas.xmlsoap.org/claims/EmailAddress": self.names["east_user"],
                "http://schemas.xmlsoap.org/ws/2006/12/authorization/claims/action": [
                    "MSExchange.SharingCalendarFreeBusy"
                ],
            },
            "key_file": str(files / "sts.key"),
            "certificate_file": str(files / "sts.pem"),
            "encryption_certificate_file": str(files / "federation.pem"),
            "encryption_key_file": str(files / "federation.public.pem"),
            "cipher": cipher,
            "proof_key": proof_key and base64.b64encode(proof_key).decode(),
            **changes,
        }
        # The proof key is in it, so it is a key file.
        (self.folder / "question.key").write_text(json.dumps(asked))
        done = self.node("issue", "question.key")
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def judged(self, recipe, token):
        """What the log says of a question that carries the token."""
        recipe = recipes.filled(recipe, self.names)
        body, hidden = saml_tokens.envelope(
            self.world.ring, {**recipe, "ready": token}, question()
        )
        self.world.secrets.update(hidden)
        reply, record = self.world.send(recipe["message"]["path"], body, {})
        return reply, record

    def expect_accepted(self, recipe, token):
        reply, record = self.judged(recipe, token)
        self.assertEqual((reply.status, record.get("caller")), (200, "partner-user"), record)
        self.assertEqual(record["principal"], self.names["east_user"])

    def test_a_token_of_others_is_accepted_with_every_cipher(self):
        for cipher in CIPHERS:
            with self.subTest(cipher):
                self.expect_accepted(kinds.SAML_TOKEN, self.issued(cipher))

    def test_a_token_of_others_with_a_proof_key_is_accepted(self):
        recipe = copy.deepcopy(kinds.SAML_PROVED)
        recipe["message"]["proof"]["token"] = "_" + UID
        self.expect_accepted(recipe, self.issued(proof_key=saml_tokens.PROOF_KEY))

    def test_a_token_of_others_for_somebody_else_is_refused(self):
        token = self.issued(audience="urn:somebody-else")
        reply, record = self.judged(kinds.SAML_TOKEN, token)
        self.assertEqual(record.get("rule"), "saml.audience", record)
        self.assertNotEqual(reply.status, 200)

    def test_a_token_that_others_signed_with_another_key_is_refused(self):
        files = self.world.folder
        token = self.issued(
            key_file=str(files / "other_sts.key"), certificate_file=str(files / "other_sts.pem")
        )
        _, record = self.judged(kinds.SAML_TOKEN, token)
        self.assertEqual(record.get("rule"), "saml.signature", record)

    def statement(self, address):
        program = PROGRAMS.parent / "tests" / "signed_statement"
        files = self.world.folder
        done = subprocess.run(
            [program, files / "federation.pem", files / "federation.key", address, str(now())],
            capture_output=True,
            text=True,
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def verified(self, text, certificate):
        file = self.folder / "statement.xml"
        file.write_text(text)
        return self.node("verify", file, self.world.folder / certificate)

    def test_others_verify_what_we_sign(self):
        text = self.statement("nora@north.example")
        done = self.verified(text, "federation.pem")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("nora@north.example", done.stdout)
        self.assertNotIn("SignatureValue", done.stdout)

    def test_others_refuse_it_where_it_was_changed_or_is_somebody_elses(self):
        text = self.statement("nora@north.example")
        changed = text.replace("nora@north", "noel@north")
        self.assertNotEqual(changed, text)
        self.assertNotEqual(self.verified(changed, "federation.pem").returncode, 0)
        self.assertNotEqual(self.verified(text, "sts.pem").returncode, 0)


if __name__ == "__main__":
    stage_case.main()

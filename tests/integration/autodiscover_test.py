# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Autodiscover as a server: who is told what, the probe for headers, and bad input, one row each
with the exact status and code."""
import json
import re
import ssl
import subprocess

import stage_case
from autodiscover_case import (
    ANCHOR,
    GATEWAY,
    JSON_PATH,
    PEGGY,
    POX_PATH,
    SOAP_PATH,
    AutodiscoverCase,
    codes_in,
    domains,
    pox,
    soap,
    user_settings,
)
from stage_case import cast


class AutodiscoverTest(AutodiscoverCase):
    def test_the_probe_sees_the_headers_without_a_credential(self):
        for path in (POX_PATH, SOAP_PATH, "/AutoDiscover/AutoDiscover.XML"):
            for method in ("GET", "HEAD"):
                with self.subTest(path=path, method=method):
                    reply, body = self.send(path, method=method, anonymous=True)
                    self.assertEqual(reply.status, 401)
                    self.assertEqual(reply.headers["X-SOAP-Enabled"], "True")
                    self.assertEqual(reply.headers["X-OAuth-Enabled"], "True")
                    self.assertEqual(reply.headers["X-WSSecurity-Enabled"], "True")
                    self.assertIn("WWW-Authenticate", reply.headers)
                    self.assertEqual(body == b"", method == "HEAD")

    def test_security_headers_are_not_offered_without_a_federation_key(self):
        contoso, self.port = self.port, self.stage.files.ports["contoso-china"]
        try:
            reply, _ = self.send(SOAP_PATH, method="GET", anonymous=True)
        finally:
            self.port = contoso
        self.assertEqual(reply.headers["X-SOAP-Enabled"], "True")
        self.assertNotIn("X-WSSecurity-Enabled", reply.headers)

    def test_the_headers_stand_on_every_answer(self):
        rows = [
            (SOAP_PATH, dict(body=user_settings([PEGGY])), 200),
            (SOAP_PATH, dict(body=b"hello"), 500),
            (POX_PATH, dict(body=pox(PEGGY)), 200),
            (JSON_PATH + "?Email=x@contoso.example&Protocol=EWS", dict(anonymous=True), 200),
            (JSON_PATH + "?Protocol=EWS", dict(anonymous=True), 400),
            ("/autodiscover/nothing", {}, 404),
            (SOAP_PATH, dict(method="DELETE"), 405),
        ]
        for path, call, status in rows:
            with self.subTest(path):
                reply, _ = self.send(path, **call)
                self.assertEqual(reply.status, status)
                self.assertEqual(reply.headers["X-SOAP-Enabled"], "True")
        reply, _ = self.send("/healthz")
        self.assertNotIn("X-SOAP-Enabled", reply.headers)

    def test_the_anchor_address_stands_for_its_domain(self):
        for domain, code in [
            ("contoso.example", "NoError"),
            ("contoso-cn.example", "NoError"),
            ("fabrikam-gov.example", "NoError"),
            ("stranger.example", "InvalidUser"),
        ]:
            with self.subTest(domain):
                reply, body = self.send(SOAP_PATH, user_settings([f"{ANCHOR}@{domain}"]))
                self.assertEqual(reply.status, 200)
                self.assertEqual(codes_in(body), ["NoError", code])
                self.assertEqual(self.ews_url.encode() in body, code == "NoError")

    def test_a_contact_is_asked_for_here(self):
        _, body = self.send(SOAP_PATH, user_settings(["victor@contoso-cn.example"]))
        self.assertIn(self.ews_url.encode(), body)

    def test_the_url_of_the_answer_works(self):
        client = self.stage.client(cast.CONTOSO)
        _, body = self.send(SOAP_PATH, user_settings([PEGGY]))
        found = re.search(rb"<Value>([^<]+)</Value>", body).group(1).decode()
        self.assertEqual(found.replace(GATEWAY, "localhost"), client.url)

    def test_json_is_the_same_for_every_local_part(self):
        answers = set()
        for local in ("peggy", "grace", "nobody-knows"):
            reply, body = self.send(
                f"{JSON_PATH}/v1.0/{local}@contoso.example?Protocol=EWS&RedirectCount=1",
                anonymous=True,
            )
            self.assertEqual(reply.status, 200)
            answers.add(body)
        self.assertEqual(
            [json.loads(a) for a in answers], [{"Protocol": "EWS", "Url": self.ews_url}]
        )

    def test_federation_information_names_the_asked_domain_alone(self):
        body = soap("GetFederationInformation", "<Domain>Contoso.example</Domain>")
        reply, answer = self.send(SOAP_PATH, body, anonymous=True, User_Agent="AutodiscoverClient")
        self.assertEqual((reply.status, codes_in(answer)), (200, ["NoError"]))
        self.assertEqual(re.findall(rb"<Domain>([^<]+)<", answer), [b"contoso.example"])
        self.assertIn(f"<ApplicationUri>{GATEWAY}</ApplicationUri>".encode(), answer)
        for domain in ("fabrikam-gov.example", "stranger.example"):
            body = soap("GetFederationInformation", f"<Domain>{domain}</Domain>")
            _, answer = self.send(SOAP_PATH, body, anonymous=True)
            self.assertEqual(codes_in(answer), ["NotFederated"])

    def test_pox_by_curl(self):
        done = subprocess.run(
            [
                "curl",
                "--silent",
                "--cacert",
                str(self.stage.files.ca_file),
                "--user",
                f"{PEGGY}:{self.stage.files.passwords[PEGGY]}",
                "--header",
                "Content-Type: text/xml",
                "--header",
                "X-MapiHttpCapability: 1",
                "--data-binary",
                "@-",
                f"https://localhost:{self.port}{POX_PATH}",
            ],
            input=pox(PEGGY),
            capture_output=True,
            check=True,
        )
        self.assertIn(f"<ASUrl>{self.ews_url}</ASUrl>".encode(), done.stdout)
        self.assertEqual(re.findall(rb"<Type>(\w+)<", done.stdout), [b"EXCH", b"EXPR"])

    def test_bad_input(self):
        many_settings = [f"Setting{n}" for n in range(129)]
        many_users = [f"p{n}@contoso.example" for n in range(101)]
        dtd = user_settings([PEGGY]).replace(b"<s:Envelope", b"<!DOCTYPE s><s:Envelope", 1)
        # title, path, body, status, codes
        rows = [
            ("not XML", SOAP_PATH, b"hello", 500, ["Client"]),
            ("nothing", SOAP_PATH, b"", 500, ["Client"]),
            ("a DTD", SOAP_PATH, dtd, 500, ["Client"]),
            ("no SOAP", SOAP_PATH, b"<hello/>", 500, ["Client"]),
            ("nested deeply", SOAP_PATH, b"<a>" * 20_000, 500, ["Client"]),
            ("another service", SOAP_PATH, soap("GetFolder", ""), 500, ["ActionNotSupported"]),
            ("nobody", SOAP_PATH, user_settings([]), 200, ["InvalidRequest"]),
            ("101 users", SOAP_PATH, user_settings(many_users), 200, ["InvalidRequest"]),
            ("no settings", SOAP_PATH, user_settings([PEGGY], []), 200, ["InvalidRequest"]),
            (
                "129 settings",
                SOAP_PATH,
                user_settings([PEGGY], many_settings),
                200,
                ["InvalidRequest"],
            ),
            (
                "no setting's name",
                SOAP_PATH,
                user_settings([PEGGY], ["a b"]),
                200,
                ["InvalidRequest"],
            ),
            (
                "an unknown setting",
                SOAP_PATH,
                user_settings([PEGGY], ["Nonsense"]),
                200,
                ["NoError", "NoError", "InvalidSetting"],
            ),
            ("no address", SOAP_PATH, user_settings(["Peggy"]), 200, ["NoError", "InvalidUser"]),
            (
                "a stranger",
                SOAP_PATH,
                user_settings(["a@b.example"]),
                200,
                ["NoError", "InvalidUser"],
            ),
            (
                "a homograph",
                SOAP_PATH,
                user_settings(["peggy@c\u043entoso.example"]),
                200,
                ["NoError", "InvalidUser"],
            ),
            (
                "no domain",
                SOAP_PATH,
                domains("GetDomainSettings", ["a b"]),
                200,
                ["NoError", "InvalidDomain"],
            ),
            (
                "101 domains",
                SOAP_PATH,
                domains("GetDomainSettings", [f"d{n}.example" for n in range(101)]),
                200,
                ["InvalidRequest"],
            ),
            (
                "no relationship",
                SOAP_PATH,
                domains("GetOrganizationRelationshipSettings", ["contoso.example"]),
                200,
                ["InvalidDomain"],
            ),
            (
                "a token in the envelope",
                SOAP_PATH + "/WSSecurity",
                user_settings([PEGGY]),
                500,
                ["InvalidSecurity"],
            ),
            ("POX: not XML", POX_PATH, b"hello", 200, ["600"]),
            ("POX: nothing", POX_PATH, b"", 200, ["600"]),
            ("POX: a stranger", POX_PATH, pox("a@b.example"), 200, ["500"]),
            ("POX: no address", POX_PATH, pox("Peggy"), 200, ["500"]),
            ("POX: another schema", POX_PATH, pox(PEGGY, "urn:x"), 200, ["601"]),
        ]
        for title, path, body, status, codes in rows:
            with self.subTest(title):
                reply, answer = self.send(path, body)
                self.assertEqual((reply.status, codes_in(answer)), (status, codes))
                self.assertEqual(reply.headers["Content-Type"], "text/xml; charset=utf-8")

    def test_bad_json_questions(self):
        rows = [
            ("?Protocol=EWS", 400, "MandatoryParameterMissing"),
            ("/v1.0/contoso.example?Protocol=EWS", 400, "MandatoryParameterMissing"),
            ("/v1.0/x@contoso.example", 400, "MissingProtocol"),
            ("/v1.0/x@contoso.example?Protocol=", 400, "MissingProtocol"),
            ("/v1.0/x@contoso.example?Protocol=Telegraph", 400, "ProtocolNotSupported"),
            ("/v1.0/x@stranger.example?Protocol=EWS", 404, "UserNotFound"),
        ]
        for target, status, code in rows:
            with self.subTest(target):
                reply, body = self.send(JSON_PATH + target, anonymous=True)
                self.assertEqual((reply.status, json.loads(body)["ErrorCode"]), (status, code))
                self.assertEqual(reply.headers["Content-Type"], "application/json; charset=utf-8")

    def test_plain_refusals(self):
        rows = [
            ("no credential", SOAP_PATH, dict(body=user_settings([PEGGY]), anonymous=True), 401),
            ("no credential, not XML", SOAP_PATH, dict(body=b"hello", anonymous=True), 401),
            ("no credential, POX", POX_PATH, dict(body=pox(PEGGY), anonymous=True), 401),
            ("a wrong verb", SOAP_PATH, dict(method="PUT", body=b"x"), 405),
            ("JSON by POST", JSON_PATH, dict(body=b"{}"), 405),
            ("no such path", "/autodiscover/autodiscover", {}, 404),
            ("257 KiB of nobody", SOAP_PATH, dict(body=b" " * (257 * 1024), anonymous=True), 413),
        ]
        for title, path, call, status in rows:
            with self.subTest(title):
                try:
                    reply, _ = self.send(path, **call)
                    self.assertEqual(reply.status, status)
                    self.assertEqual("WWW-Authenticate" in reply.headers, status == 401)
                except (BrokenPipeError, ConnectionResetError, ssl.SSLError) as cut:
                    # A client that goes on sending after the refusal may see the close first.
                    self.assertEqual(status, 413, cut)


class RateTest(AutodiscoverCase):
    def test_anonymous_questions_are_limited_and_others_are_not(self):
        target = JSON_PATH + "/v1.0/x@contoso.example?Protocol=EWS"
        statuses = [self.send(target, anonymous=True)[0].status for _ in range(60)]
        self.assertEqual(set(statuses), {200})
        reply, body = self.send(target, anonymous=True)
        self.assertEqual((reply.status, json.loads(body)["ErrorCode"]), (429, "ServerBusy"))
        self.assertGreater(int(reply.headers["Retry-After"]), 0)
        body = soap("GetFederationInformation", "<Domain>contoso.example</Domain>")
        self.assertEqual(codes_in(self.send(SOAP_PATH, body, anonymous=True)[1]), ["ServerBusy"])
        reply, answer = self.send(SOAP_PATH, user_settings([PEGGY]))
        self.assertEqual((reply.status, codes_in(answer)), (200, ["NoError", "NoError"]))


if __name__ == "__main__":
    stage_case.main()

# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Autodiscover as a server, asked by clients that are not ours: exchangelib's stock search by POX
and by SOAP over verified TLS, and curl. Then bad input, one row each with the exact status and code.

exchangelib asks DNS for the hosts of a mail domain and connects to the ports that the protocol
fixes, 443 and 80. Here both are answered in this process: its DNS resolver by a table of names that
exist, and socket.getaddrinfo, for these names alone, by the ports that the stage has. Certificates
are verified against the real names.
"""
import base64
import http.client
import json
import os
import re
import socket
import ssl
import subprocess
import unittest.mock

import stage_case
from stage_case import StageCase, cast

import dns.resolver
from exchangelib import Credentials
from exchangelib.autodiscover import clear_cache
from exchangelib.autodiscover.discovery.pox import PoxAutodiscovery
from exchangelib.autodiscover.discovery.soap import SoapAutodiscovery
from exchangelib.errors import AutoDiscoverFailed, ErrorNonExistentMailbox

GATEWAY = cast.CONTOSO.gateway_host
PEGGY = cast.CONTOSO.people[0].address
ANCHOR = "01B62C6D-4324-448f-9884-5FEC6D18A7E2"
SOAP_PATH = "/autodiscover/autodiscover.svc"
POX_PATH = "/autodiscover/autodiscover.xml"
JSON_PATH = "/autodiscover/autodiscover.json"
A = "http://schemas.microsoft.com/exchange/2010/Autodiscover"
OUTLOOK = "http://schemas.microsoft.com/exchange/autodiscover/outlook"


def soap(operation, request):
    return (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
        f'<{operation}RequestMessage xmlns="{A}"><Request>{request}</Request>'
        f"</{operation}RequestMessage></s:Body></s:Envelope>"
    ).encode()


def user_settings(users, settings=("ExternalEwsUrl",)):
    mailboxes = "".join(f"<User><Mailbox>{user}</Mailbox></User>" for user in users)
    names = "".join(f"<Setting>{name}</Setting>" for name in settings)
    return soap(
        "GetUserSettings",
        f"<Users>{mailboxes}</Users><RequestedSettings>{names}</RequestedSettings>",
    )


def domains(operation, names):
    listed = "".join(f"<Domain>{name}</Domain>" for name in names)
    return soap(
        operation,
        f"<Domains>{listed}</Domains>"
        "<RequestedSettings><Setting>ExternalEwsUrl</Setting></RequestedSettings>",
    )


def pox(address, schema=OUTLOOK + "/responseschema/2006a"):
    return (
        f'<Autodiscover xmlns="{OUTLOOK}/requestschema/2006"><Request>'
        f"<EMailAddress>{address}</EMailAddress>"
        f"<AcceptableResponseSchema>{schema}</AcceptableResponseSchema></Request></Autodiscover>"
    ).encode()


def codes_in(body):
    """Every code in the order of the answer: of the request, then of users, domains, settings."""
    return re.findall(r"<(?:ErrorCode|faultcode)[^>]*>(?:\w+:)?(\w+)</", body.decode())


class Names:
    """What DNS and the network say of the hosts of Contoso."""

    def __init__(self, ports):
        self.ports = ports  # (host, port asked for) -> port here, or None where nobody listens
        self.real = socket.getaddrinfo

    def resolve(self, resolver, name, kind="A", **_):
        host = str(name).rstrip(".").split(":")[0]
        if kind == "A" and any(known == host for known, _ in self.ports):
            return ["127.0.0.1"]
        raise dns.resolver.NXDOMAIN()

    def getaddrinfo(self, host, port, *rest, **more):
        if (host, port) not in self.ports:
            return self.real(host, port, *rest, **more)
        here = self.ports[host, port]
        if here is None:
            raise ConnectionRefusedError(f"nobody listens at {host}:{port}")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", here))]

    def __enter__(self):
        resolver = unittest.mock.patch.object(
            dns.resolver.Resolver, "resolve", lambda *a, **k: self.resolve(*a, **k)
        )
        lookup = unittest.mock.patch.object(socket, "getaddrinfo", self.getaddrinfo)
        self.patches = [resolver, lookup]
        for patch in self.patches:
            patch.start()
        return self

    def __exit__(self, *_):
        for patch in self.patches:
            patch.stop()


class AutodiscoverCase(StageCase):
    settings = {
        "redirector": {
            "enabled": True,
            "address": "127.0.0.1",
            "port": 0,
            "port_file": "redirector.port",
        }
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        os.environ["REQUESTS_CA_BUNDLE"] = str(cls.stage.files.ca_file)
        cls.port = cls.stage.files.ports["contoso"]
        cls.origin = f"https://{GATEWAY}:{cls.port}"
        cls.ews_url = cls.origin + "/EWS/Exchange.asmx"
        folder = cls.stage.files.gateway_folder(cast.CONTOSO)
        cls.redirector_port = int((folder / "redirector.port").read_text())

    def authorization(self):
        pair = f"{PEGGY}:{self.stage.files.passwords[PEGGY]}"
        return "Basic " + base64.b64encode(pair.encode()).decode()

    def send(self, path, body=None, method=None, anonymous=False, **headers):
        tls = ssl.create_default_context(cafile=str(self.stage.files.ca_file))
        connection = http.client.HTTPSConnection("localhost", self.port, context=tls, timeout=30)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None:
            sent["Content-Type"] = "text/xml; charset=utf-8"
        if not anonymous:
            sent["Authorization"] = self.authorization()
        try:
            connection.request(method or ("POST" if body is not None else "GET"), path, body, sent)
            reply = connection.getresponse()
            return reply, reply.read()
        finally:
            connection.close()


class ExchangelibTest(AutodiscoverCase):
    def setUp(self):
        clear_cache()
        self.credentials = Credentials(PEGGY, self.stage.files.passwords[PEGGY])

    def names(self, tls_port):
        host = f"autodiscover.{cast.CONTOSO.domain}"
        return Names(
            {
                (host, 443): tls_port,
                (host, 80): self.redirector_port,
                (GATEWAY, self.port): self.port,
            }
        )

    def discover(self, kind, address, tls_port):
        with self.names(tls_port):
            answer, protocol = kind(email=address, credentials=self.credentials).discover()
        return answer, protocol.config.service_endpoint

    def test_stock_pox(self):
        _, endpoint = self.discover(PoxAutodiscovery, PEGGY, self.port)
        self.assertEqual(endpoint, self.ews_url)

    def test_soap(self):
        answer, endpoint = self.discover(SoapAutodiscovery, PEGGY, self.port)
        self.assertEqual(endpoint, self.ews_url)
        self.assertEqual(answer.autodiscover_smtp_address, PEGGY)
        self.assertEqual(answer.version.api_version, "Exchange2016")

    def test_both_find_the_way_through_port_80(self):
        for kind in (PoxAutodiscovery, SoapAutodiscovery):
            with self.subTest(kind.__name__):
                kind.RETRY_WAIT = 0
                clear_cache()
                _, endpoint = self.discover(kind, PEGGY, None)
                self.assertEqual(endpoint, self.ews_url)

    def test_somebody_of_another_organisation_is_asked_for_here(self):
        with self.names(self.port):
            search = SoapAutodiscovery("victor@contoso-cn.example", credentials=self.credentials)
            found, answer = search._attempt_response(
                url=f"https://autodiscover.{cast.CONTOSO.domain}{SOAP_PATH}"
            )
        self.assertTrue(found)
        self.assertEqual(answer.ews_url, self.ews_url)

    def test_an_address_that_leads_nowhere(self):
        stranger = f"somebody@sub.{cast.CONTOSO.domain}"
        host = f"autodiscover.sub.{cast.CONTOSO.domain}"
        with Names({(host, 443): self.port}), self.assertRaises(AutoDiscoverFailed):
            # The certificate does not have that name.
            PoxAutodiscovery(email=stranger, credentials=self.credentials).discover()
        with self.names(self.port), self.assertRaises(ErrorNonExistentMailbox):
            search = PoxAutodiscovery(email=stranger, credentials=self.credentials)
            found, answer = search._attempt_response(
                url=f"https://autodiscover.{cast.CONTOSO.domain}{POX_PATH}"
            )
            self.assertTrue(found)
            answer.raise_errors()


class AutodiscoverTest(AutodiscoverCase):
    def test_the_probe_sees_the_headers_without_a_credential(self):
        for path in (POX_PATH, SOAP_PATH, "/AutoDiscover/AutoDiscover.XML"):
            for method in ("GET", "HEAD"):
                with self.subTest(path=path, method=method):
                    reply, body = self.send(path, method=method, anonymous=True)
                    self.assertEqual(reply.status, 401)
                    self.assertEqual(reply.headers["X-SOAP-Enabled"], "True")
                    self.assertEqual(reply.headers["X-OAuth-Enabled"], "True")
                    self.assertNotIn("X-WSSecurity-Enabled", reply.headers)
                    self.assertIn("WWW-Authenticate", reply.headers)
                    self.assertEqual(body == b"", method == "HEAD")

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


class RedirectorTest(AutodiscoverCase):
    def curl(self, path, *options):
        done = subprocess.run(
            [
                "curl",
                "--silent",
                "--include",
                "--max-time",
                "10",
                *options,
                f"http://127.0.0.1:{self.redirector_port}{path}",
            ],
            capture_output=True,
            check=True,
            text=True,
        )
        return done.stdout.splitlines()

    def test_both_paths_are_redirected(self):
        for path in (POX_PATH, SOAP_PATH):
            for asked in (path, path.upper(), path + "?x=y"):
                for options in ([], ["--head"], ["--header", "Host: evil.example"]):
                    with self.subTest(path=asked, options=options):
                        lines = self.curl(asked, *options)
                        self.assertEqual(lines[0], "HTTP/1.1 302 Found")
                        self.assertIn(f"Location: {self.origin}{path}", lines)

    def test_everything_else_is_not_found(self):
        rows = [
            ("/", []),
            (JSON_PATH, []),
            (POX_PATH + "/x", []),
            ("/EWS/Exchange.asmx", []),
            (POX_PATH, ["--data", "x"]),
            (POX_PATH, ["--request", "OPTIONS"]),
        ]
        for path, options in rows:
            with self.subTest(path=path, options=options):
                lines = self.curl(path, *options)
                self.assertEqual(lines[0], "HTTP/1.1 404 Not Found")
                self.assertNotIn(path, "".join(lines[1:]) if path != "/" else "")

    def raw(self, text):
        with socket.create_connection(("127.0.0.1", self.redirector_port), timeout=20) as plain:
            plain.sendall(text)
            received = b""
            while piece := plain.recv(4096):
                received += piece
            return received

    def test_the_head_is_bounded(self):
        def head(bytes_wanted):
            start, end = (
                b"GET /autodiscover/autodiscover.xml HTTP/1.1\r\nHost: x\r\nX: ",
                b"\r\n\r\n",
            )
            return start + b"x" * (bytes_wanted - len(start) - len(end)) + end

        self.assertTrue(self.raw(head(4096)).startswith(b"HTTP/1.1 302 "))
        self.assertTrue(self.raw(head(4097)).startswith(b"HTTP/1.1 400 "))

    def test_what_is_no_HTTP_is_refused(self):
        for text in (b"hello\n", b"GET /\x00 HTTP/1.1\r\n\r\n", b"\x16\x03\x01\r\n\r\n"):
            with self.subTest(text):
                self.assertTrue(self.raw(text).startswith(b"HTTP/1.1 400 "))

    def test_whoever_says_nothing_is_let_go(self):
        self.assertEqual(self.raw(b"GET /autodiscover/"), b"")


if __name__ == "__main__":
    stage_case.main()

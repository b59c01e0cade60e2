# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""How a client finds the gateway: exchangelib's search, by POX as it is by default and by SOAP,
over verified TLS and through the redirector on port 80; then that redirector by itself.

exchangelib asks DNS for the hosts of a mail domain and connects to the ports that the protocol
fixes, 443 and 80. Here both are answered in this process: its DNS resolver by a table of names that
exist, and socket.getaddrinfo, for these names alone, by the ports that the stage has. Certificates
are verified against the real names.
"""
import socket
import subprocess
import unittest.mock

import stage_case
from autodiscover_case import GATEWAY, JSON_PATH, PEGGY, POX_PATH, SOAP_PATH, AutodiscoverCase
from stage_case import cast

import dns.resolver
from exchangelib import Credentials
from exchangelib.autodiscover import clear_cache
from exchangelib.autodiscover.discovery.pox import PoxAutodiscovery
from exchangelib.autodiscover.discovery.soap import SoapAutodiscovery
from exchangelib.errors import AutoDiscoverFailed, ErrorNonExistentMailbox


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

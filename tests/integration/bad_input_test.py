# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Bad input gets a clear answer and costs nothing: one row each, with the exact status and code.
After every row the gateway still answers a good question."""
import base64
import datetime as dt
import gzip
import http.client
import re
import socket
import ssl
import unittest

import stage_case
from stage_case import StageCase, cast

import ews

BEGIN = dt.datetime(2031, 5, 6, tzinfo=cast.UTC)
DAY = dt.timedelta(days=1)
GRACE = "grace@contoso.example"


def good(addresses=(GRACE,), begin=BEGIN, end=BEGIN + DAY, interval=30, view="FreeBusyMerged"):
    return ews.question(list(addresses), begin, end, interval, view)


def with_header(element):
    return good().replace(b"<s:Header>", b"<s:Header>" + element.encode())


def with_address(xml):
    return good().replace(b"<t:Address>" + GRACE.encode() + b"</t:Address>", xml.encode())


def operation(name):
    return re.sub(rb"GetUserAvailabilityRequest", name.encode(), good())


def suggestions(options="", begin="2031-05-06", end="2031-05-07", view=b""):
    """Without a view, unless one is given."""
    asked = (
        f"<t:SuggestionsViewOptions>{options}<t:DetailedSuggestionsWindow>"
        f"<t:StartTime>{begin}T00:00:00</t:StartTime><t:EndTime>{end}T00:00:00</t:EndTime>"
        "</t:DetailedSuggestionsWindow></t:SuggestionsViewOptions>"
    )
    return re.sub(
        rb"<t:FreeBusyViewOptions>.*</t:FreeBusyViewOptions>", view + asked.encode(), good()
    )


def option(name, value):
    return f"<t:{name}>{value}</t:{name}>"


BASE64_CONTEXT = "<t:ProxySecurityContext>AAAA</t:ProxySecurityContext>"

PACKED = gzip.compress(good())

# title, body, HTTP status, SOAP fault code (of the request) or response code (of the only mailbox)
ROWS = [
    ("not XML", b"hello", 500, "ErrorInvalidRequest"),
    ("nothing at all", b"", 500, "ErrorInvalidRequest"),
    ("cut in the middle", good()[:700], 500, "ErrorInvalidRequest"),
    (
        "a DTD",
        good().replace(b"<s:Envelope", b"<!DOCTYPE s [<!ELEMENT a ANY>]><s:Envelope", 1),
        500,
        "ErrorInvalidRequest",
    ),
    (
        "an entity",
        good()
        .replace(b"<s:Envelope", b'<!DOCTYPE s [<!ENTITY a "aaaa">]><s:Envelope', 1)
        .replace(GRACE.encode(), b"&a;"),
        500,
        "ErrorInvalidRequest",
    ),
    ("nested 100,000 deep", b"<a>" * 100_000, 500, "ErrorInvalidRequest"),
    ("no SOAP", b"<hello/>", 500, "ErrorInvalidRequest"),
    (
        "101 mailboxes",
        good([f"p{n}@contoso.example" for n in range(101)]),
        500,
        "ErrorMailboxDataArrayTooBig",
    ),
    ("no mailbox", good([]), 500, "ErrorMailboxDataArrayEmpty"),
    ("63 days", good(end=BEGIN + 63 * DAY), 500, "ErrorTimeIntervalTooBig"),
    ("end before start", good(end=BEGIN - DAY), 500, "ErrorInvalidTimeInterval"),
    ("end is start", good(end=BEGIN), 500, "ErrorInvalidTimeInterval"),
    ("interval 4", good(interval=4), 500, "ErrorInvalidMergedFreeBusyInterval"),
    ("interval 1441", good(interval=1441), 500, "ErrorInvalidMergedFreeBusyInterval"),
    (
        "interval as long as the window",
        good(interval=1440),
        500,
        "ErrorInvalidMergedFreeBusyInterval",
    ),
    ("interval no number", good(interval="soon"), 500, "ErrorInvalidMergedFreeBusyInterval"),
    ("view None", good(view="None"), 500, "ErrorInvalidFreeBusyViewType"),
    ("a view that nobody knows", good(view="Everything"), 500, "ErrorInvalidFreeBusyViewType"),
    ("no date", good().replace(b"2031-05-06T00:00:00", b"tomorrow"), 500, "ErrorSchemaValidation"),
    ("an unknown operation", operation("GetFolder"), 500, "ErrorInvalidRequest"),
    (
        "a server version that nobody knows",
        good().replace(b"Exchange2016", b"Exchange1999"),
        500,
        "ErrorInvalidServerVersion",
    ),
    (
        "impersonation",
        with_header(
            "<t:ExchangeImpersonation><t:ConnectingSID><t:PrimarySmtpAddress>"
            "grace@contoso.example</t:PrimarySmtpAddress></t:ConnectingSID>"
            "</t:ExchangeImpersonation>"
        ),
        500,
        "ErrorImpersonateUserDenied",
    ),
    ("ProxySecurityContext", with_header(BASE64_CONTEXT), 500, "ErrorProxyRequestNotAllowed"),
    (
        "SerializedSecurityContext",
        with_header("<t:SerializedSecurityContext/>"),
        500,
        "ErrorProxyRequestNotAllowed",
    ),
    (
        "ProxyPartnerToken",
        with_header("<t:ProxyPartnerToken/>"),
        500,
        "ErrorProxyRequestNotAllowed",
    ),
    (
        "OpenAsAdminOrSystemService",
        with_header('<t:OpenAsAdminOrSystemService LogonType="Admin"/>'),
        500,
        "ErrorProxyRequestNotAllowed",
    ),
    ("ManagementRole", with_header("<t:ManagementRole/>"), 500, "ErrorProxyRequestNotAllowed"),
    (
        "routing type EX",
        with_address("<t:Address>/o=Contoso/cn=grace</t:Address><t:RoutingType>EX</t:RoutingType>"),
        200,
        "ErrorInvalidSmtpAddress",
    ),
    (
        "an SMTP: prefix is taken",
        with_address(f"<t:Address>SMTP:{GRACE}</t:Address>"),
        200,
        "NoError",
    ),
    (
        "the display name is not looked at",
        with_address(
            "<t:Name>victor@contoso-cn.example</t:Name>" f"<t:Address>{GRACE}</t:Address>"
        ),
        200,
        "NoError",
    ),
    (
        "a display name smuggled into the address",
        with_address(f"<t:Address>Grace &lt;{GRACE}&gt;</t:Address>"),
        200,
        "ErrorInvalidSmtpAddress",
    ),
    (
        "a quoted local part",
        with_address('<t:Address>"grace"@contoso.example</t:Address>'),
        200,
        "ErrorInvalidSmtpAddress",
    ),
    (
        "a homograph of the domain",
        with_address("<t:Address>grace@c\u043entoso.example</t:Address>"),
        200,
        "ErrorMailRecipientNotFound",
    ),
    (
        "two addresses in one",
        with_address(f"<t:Address>{GRACE},peggy@contoso.example</t:Address>"),
        200,
        "ErrorInvalidSmtpAddress",
    ),
    ("an empty address", with_address("<t:Address></t:Address>"), 200, "ErrorInvalidSmtpAddress"),
    ("suggestions", suggestions(), 200, "NoError"),
    (
        "a meeting of 29 minutes",
        suggestions(option("MeetingDurationInMinutes", 29)),
        500,
        "ErrorSchemaValidation",
    ),
    (
        "a meeting of 1441 minutes",
        suggestions(option("MeetingDurationInMinutes", 1441)),
        500,
        "ErrorSchemaValidation",
    ),
    (
        "suggestions that end before they start",
        suggestions(begin="2031-05-07", end="2031-05-06"),
        500,
        "ErrorInvalidTimeInterval",
    ),
    ("63 days of suggestions", suggestions(end="2031-07-08"), 500, "ErrorTimeIntervalTooBig"),
    (
        "suggestions without a window",
        re.sub(rb"<t:Detailed.*Window>", b"", suggestions()),
        500,
        "ErrorInvalidTimeInterval",
    ),
    (
        "a quality that nobody knows",
        suggestions(option("MinimumSuggestionQuality", "Superb")),
        500,
        "ErrorSchemaValidation",
    ),
    (
        "a threshold of 51",
        suggestions(option("GoodThreshold", 51)),
        500,
        "ErrorSchemaValidation",
    ),
    (
        "49 results a day",
        suggestions(option("MaximumResultsByDay", 49)),
        500,
        "ErrorSchemaValidation",
    ),
    (
        "-1 results out of hours",
        suggestions(option("MaximumNonWorkHourResultsByDay", -1)),
        500,
        "ErrorSchemaValidation",
    ),
    (
        "an attendee of a kind that nobody knows",
        suggestions().replace(b">Required<", b">Boss<"),
        500,
        "ErrorSchemaValidation",
    ),
    (
        "bad options beside a good view",
        suggestions(
            option("GoodThreshold", 51),
            view=re.search(rb"<t:FreeBusyView.*ViewOptions>", good()).group(),
        ),
        500,
        "ErrorSchemaValidation",
    ),
]


def code_in(body):
    text = body.decode("utf-8", "replace")
    fault = re.search(r"<faultcode[^>]*>[^<:]*:?(Error\w+)</faultcode>", text)
    if fault:
        return fault.group(1)
    codes = re.findall(r"<ResponseCode>(\w+)</ResponseCode>", text)
    return codes[0] if codes else None


class BadInputTest(StageCase):
    settings = {"listener": {"body_timeout": "300ms", "head_timeout": "300ms"}}

    def connection(self):
        tls = ssl.create_default_context(cafile=str(self.stage.files.ca_file))
        return http.client.HTTPSConnection(
            "localhost", self.stage.files.ports["contoso"], context=tls, timeout=30
        )

    def authorization(self, password=None):
        peggy = cast.CONTOSO.people[0].address
        pair = f"{peggy}:{password or self.stage.files.passwords[peggy]}"
        return "Basic " + base64.b64encode(pair.encode()).decode()

    def send(self, body, method="POST", path="/EWS/Exchange.asmx", **headers):
        sent = {"Content-Type": "text/xml; charset=utf-8", "Authorization": self.authorization()}
        sent.update(
            {name.replace("_", "-"): value for name, value in headers.items() if value is not None}
        )
        for name, value in headers.items():
            if value is None:
                sent.pop(name.replace("_", "-"), None)
        connection = self.connection()
        try:
            connection.request(method, path, body, sent)
            reply = connection.getresponse()
            return reply, reply.read()
        finally:
            connection.close()

    def expect_alive(self):
        reply, body = self.send(good())
        self.assertEqual((reply.status, code_in(body)), (200, "NoError"))

    def test_bodies(self):
        for title, body, status, code in ROWS:
            with self.subTest(title):
                reply, answer = self.send(body)
                self.assertEqual((reply.status, code_in(answer)), (status, code))
                self.assertEqual(reply.headers["Content-Type"], "text/xml; charset=utf-8")
                self.expect_alive()

    def test_one_mailbox_under_two_addresses_is_answered_twice(self):
        reply, body = self.send(good([GRACE, "GRACE@Contoso.Example", "SMTP:" + GRACE]))
        self.assertEqual(reply.status, 200)
        codes = re.findall(rb"<ResponseCode>(\w+)</ResponseCode>", body)
        self.assertEqual(codes, [b"NoError"] * 3)

    def test_plain_refusals(self):
        rows = [
            ("wrong verb", dict(method="GET", body=None), 405),
            ("wrong verb with a body", dict(method="PUT", body=good()), 405),
            ("no such path", dict(path="/EWS/Nothing.asmx", body=good()), 404),
            ("no credentials", dict(body=good(), Authorization=None), 401),
            ("wrong password", dict(body=good(), Authorization=self.authorization("wrong")), 401),
            ("no such account", dict(body=good(), Authorization="Basic bm9ib2R5Om5vdGhpbmc="), 401),
            ("broken Basic", dict(body=good(), Authorization="Basic !!!"), 401),
            (
                "an unsigned token",
                dict(body=good(), Authorization="Bearer eyJhbGciOiJub25lIn0.e30."),
                401,
            ),
            ("an empty token", dict(body=good(), Authorization="Bearer"), 401),
            ("an unknown scheme", dict(body=good(), Authorization="Digest x=y"), 401),
            ("10 MB", dict(body=b" " * 10_000_000), 413),
            (
                "10 MB inside 10 kB",
                dict(body=gzip.compress(b" " * 10_000_000), Content_Encoding="gzip"),
                413,
            ),
            ("half of a gzip body", dict(body=PACKED[:200], Content_Encoding="gzip"), 400),
            ("more behind a gzip body", dict(body=PACKED + b"x", Content_Encoding="gzip"), 400),
            ("no gzip", dict(body=good(), Content_Encoding="gzip"), 400),
            ("another coding", dict(body=good(), Content_Encoding="br"), 415),
            ("two codings", dict(body=PACKED, Content_Encoding="gzip, gzip"), 415),
        ]
        for title, call, status in rows:
            with self.subTest(title):
                try:
                    reply, body = self.send(**call)
                    self.assertEqual(reply.status, status)
                    self.assertLess(len(body), 200)
                    self.assertEqual("WWW-Authenticate" in reply.headers, status == 401)
                except (BrokenPipeError, ConnectionResetError, ssl.SSLError) as cut:
                    # A client that goes on sending after the refusal may see the close first.
                    self.assertEqual(status, 413, cut)
                self.expect_alive()

    def test_a_declared_10_MB_is_refused_before_it_is_sent(self):
        with self.raw() as connection:
            connection.sendall(self.head("Content-Length: 10000000"))
            self.assertTrue(self.status_line(connection).startswith(b"HTTP/1.1 413"))

    def test_a_slow_body_is_given_up(self):
        with self.raw() as connection:
            connection.sendall(self.head("Content-Length: 500") + b"<s:Envelope")
            self.assertTrue(self.status_line(connection).startswith(b"HTTP/1.1 408"))
        self.expect_alive()

    def test_a_slow_head_is_given_up(self):
        with self.raw() as connection:
            connection.sendall(b"POST /EWS/Exchange.asmx HTTP/1.1\r\nHost: lo")
            self.assertTrue(self.status_line(connection).startswith(b"HTTP/1.1 408"))
        self.expect_alive()

    def test_who_says_what_does_not_change_who_asks(self):
        for name in (
            "X-AnchorMailbox",
            "X-Forwarded-For",
            "X-Forwarded-User",
            "From",
            "X-Remote-User",
        ):
            with self.subTest(name):
                reply, _ = self.send(
                    good(), Authorization=None, **{name.replace("-", "_"): "peggy@contoso.example"}
                )
                self.assertEqual(reply.status, 401)

    def test_a_question_that_was_here_before_is_a_loop(self):
        reply, body = self.send(good(), X_FreeBusy_Gateway="gateway-contoso")
        self.assertEqual((reply.status, code_in(body)), (200, "ErrorProxyRequestNotAllowed"))

    def test_broken_HTTP_is_refused(self):
        length = "Content-Length: 5"
        rows = [
            ("no HTTP", b"hello\r\n\r\n"),
            ("two lengths", self.head(length, "Content-Length: 6") + b"hello"),
            ("length and chunks", self.head(length, "Transfer-Encoding: chunked") + b"hello"),
            ("a bad length", self.head("Content-Length: five") + b"hello"),
            ("a head of 1 MB", self.head("X-Big: " + "x" * 1_000_000)),
        ]
        for title, text in rows:
            with self.subTest(title), self.raw() as connection:
                try:
                    connection.sendall(text)
                    self.assertRegex(self.status_line(connection), rb"^HTTP/1.1 4\d\d")
                except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
                    pass  # closed while we were still sending: refused as well
            self.expect_alive()

    def test_plain_text_on_the_TLS_port(self):
        with socket.create_connection(
            ("127.0.0.1", self.stage.files.ports["contoso"]), timeout=10
        ) as plain:
            plain.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            self.assertNotIn(b"200", plain.recv(1000))
        self.expect_alive()

    def head(self, *lines):
        fixed = [
            "POST /EWS/Exchange.asmx HTTP/1.1",
            "Host: localhost",
            "Authorization: " + self.authorization(),
        ]
        return ("\r\n".join([*fixed, *lines]) + "\r\n\r\n").encode()

    def raw(self):
        tls = ssl.create_default_context(cafile=str(self.stage.files.ca_file))
        plain = socket.create_connection(
            ("localhost", self.stage.files.ports["contoso"]), timeout=20
        )
        return tls.wrap_socket(plain, server_hostname="localhost")

    def status_line(self, connection):
        return connection.recv(4096).split(b"\r\n")[0]


if __name__ == "__main__":
    stage_case.main()

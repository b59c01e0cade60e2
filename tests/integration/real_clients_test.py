# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""What real clients send, sent by curl over TLS: every golden EWS request, on paths in any case,
without SOAPAction, with and without keep-alive; and the shapes of Graph calls that occur. What a
message means is in tests/unit; here it is about what is around it on the wire."""
import json
import re
import subprocess
import unittest
import xml.etree.ElementTree as ET

import stage_case
from file_world import USER, FileWorld

import ews

REQUESTS = stage_case.ROOT / "tests" / "golden" / "ews" / "requests"
PATHS = ["/EWS/Exchange.asmx", "/ews/exchange.asmx", "/Ews/EXCHANGE.ASMX", "/EWS/exchange.asmx"]
# Beside each request, in turn: nothing, what a script adds, what an old proxy does.
CURL_OPTIONS = [[], ["-H", "Connection: close"], ["--http1.0"], ["-H", "SOAPAction:"],
                ["-H", 'SOAPAction: ""'], ["-H", "Expect: 100-continue"]]  # fmt: skip
CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//freebusy-gateway//clients//EN\r\n"
    "BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20310101T000000Z\r\nDTSTART:20310506T080000Z\r\n"
    "DTEND:20310506T093000Z\r\nSUMMARY:Keel review\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def message(path):
    """Without the note in the first line."""
    return path.read_bytes().split(b"\n", 1)[1]


class RealClientsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = FileWorld({"ada@north.example": (CALENDAR, "Europe/Berlin")})

    @classmethod
    def tearDownClass(cls):
        stage_case.close(cls.world)

    def curl(self, path, body, content_type, *options):
        """(status line, header lines, body)"""
        done = subprocess.run(
            ["curl", "-sS", "--max-time", "20", "--cacert", str(self.world.ca_file), "-D", "-",
             "-u", f"{USER}:{self.world.password}", "-H", f"Content-Type: {content_type}",
             *options, "--data-binary", "@-", f"https://localhost:{self.world.port}{path}"],
            input=body, capture_output=True, check=False,
        )  # fmt: skip
        self.assertEqual(done.returncode, 0, done.stderr)
        head, _, rest = done.stdout.partition(b"\r\n\r\n")
        while head.startswith(b"HTTP/1.1 100"):
            head, _, rest = rest.partition(b"\r\n\r\n")
        first, *headers = head.decode().split("\r\n")
        return first, headers, rest

    def test_every_golden_request_over_the_wire(self):
        files = sorted(REQUESTS.glob("*.xml"))
        self.assertGreater(len(files), 50)
        for number, file in enumerate(files):
            with self.subTest(file.name):
                means = file.with_suffix(".means").read_text()
                first, headers, body = self.curl(
                    PATHS[number % len(PATHS)],
                    message(file),
                    "text/xml; charset=utf-8",
                    *CURL_OPTIONS[number % len(CURL_OPTIONS)],
                )
                # One client drops every answer whose header differs from this by a letter.
                self.assertIn("Content-Type: text/xml; charset=utf-8", headers)
                self.assertTrue(body.startswith(b'<?xml version="1.0" encoding="utf-8"?>'))
                expected = "500" if means.startswith("refused") else "200"
                self.assertEqual(first.split()[1], expected, body)
                if expected == "200" and not means.startswith("zones"):
                    entries = list(ET.fromstring(body).iter(ews.M + "FreeBusyResponse"))
                    asked = len(re.findall(r"^mailbox ", means, re.M))
                    view_asked = "view " in means
                    self.assertEqual(len(entries), asked if view_asked else 0)

    def test_digits_at_a_quarter_of_an_hour(self):
        _, _, body = self.curl(PATHS[0], message(REQUESTS / "davmail.xml"), "text/xml")
        view = next(ET.fromstring(body).iter(ews.M + "FreeBusyView"))
        self.assertEqual(view.findtext(ews.T + "FreeBusyViewType"), "MergedOnly")
        # 06:00 to 20:00 in quarters, and 08:00 to 09:30 is busy.
        self.assertEqual(
            view.findtext(ews.T + "MergedFreeBusy"), "0" * 8 + "2" * 6 + "0" * (56 - 14)
        )

    def test_what_is_no_availability_gets_a_fault_of_its_own(self):
        first, headers, body = self.curl(PATHS[0], message(REQUESTS / "get_folder.xml"), "text/xml")
        self.assertEqual(first.split()[1], "500")
        self.assertIn("Content-Type: text/xml; charset=utf-8", headers)
        self.assertIn(b"<faultcode", body)
        self.assertIn(b"ErrorInvalidRequest", body)

    def test_graph_in_camel_case_and_in_pascal_case(self):
        time = lambda clock: {"dateTime": f"2031-05-06T{clock}", "timeZone": "UTC"}
        camel = {"schedules": ["ada@north.example"], "startTime": time("08:00:00"),
                 "endTime": time("12:00:00"), "availabilityViewInterval": 30}  # fmt: skip
        upper = lambda name: name[0].upper() + name[1:]
        inner = lambda value: (
            {upper(k): v for k, v in value.items()} if isinstance(value, dict) else value
        )
        pascal = {upper(key): inner(value) for key, value in camel.items()}
        for user in ("me", "users/ada@north.example", "users/ada%40north.example"):
            for call in (camel, pascal):
                with self.subTest(user, call=sorted(call)):
                    first, _, body = self.curl(
                        f"/v1.0/{user}/calendar/getSchedule",
                        json.dumps(call).encode(),
                        "application/json",
                    )
                    self.assertEqual(first.split()[1], "200", body)
                    schedule = json.loads(body)["value"][0]
                    self.assertEqual(schedule["availabilityView"], "22200000")


if __name__ == "__main__":
    stage_case.main()

# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Calendars with more entries than a server lists at once: Exchange and Graph refuse the whole, and
the gateway asks in parts. The answer is the truth, each meeting once."""
import datetime as dt

import stage_case
from stage_case import StageCase, cast

MEETINGS = 1400
LISTED_MAX = 1000  # what cloudsim, like the real services, lists at most
STEP = dt.timedelta(minutes=7)
LENGTH = dt.timedelta(minutes=5)
STAMP = "%Y%m%dT%H%M%SZ"


def monday():
    day = cast.demo_day()
    return dt.datetime(day.year, day.month, day.day, tzinfo=cast.UTC)


def meetings():
    """A busy week, and one entry that lies over all of it."""
    first = monday()
    week = dt.timedelta(days=7)
    short = [(first + STEP * i, first + STEP * i + LENGTH, "Busy") for i in range(MEETINGS)]
    return [(first - week, first + 2 * week, "Tentative")] + short


def calendar(events):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN"]
    for number, (begin, end, status) in enumerate(events):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{number}@test",
            "DTSTAMP:20260101T000000Z",
            "DTSTART:" + begin.strftime(STAMP),
            "DTEND:" + end.strftime(STAMP),
            "STATUS:" + ("TENTATIVE" if status == "Tentative" else "CONFIRMED"),
            "END:VEVENT",
        ]
    return "\r\n".join(lines + ["END:VCALENDAR", ""])


class BigCalendarTest(StageCase):
    def expect_the_truth(self, name, host):
        person = cast.CONTOSO.person(name)
        events = meetings()
        file = self.stage.files.clouds / cast.CONTOSO.cloud / f"{name}.ics"
        file.write_text(calendar(events))
        self.stage.clouds_admin("DELETE", "/requests")
        begin, end = monday(), monday() + dt.timedelta(days=7)
        kettle = cast.CONTOSO.person("kettle")
        answer, neighbour = self.stage.client(cast.CONTOSO).ask(
            [person.address, kettle.address], begin, end
        )
        self.assertEqual(answer.code, "NoError", answer.text)
        expected = sorted(e for e in events if e[0] < end and e[1] > begin)
        self.assertGreater(len(expected), LISTED_MAX)
        self.assertEqual(sorted(answer.events), expected)
        self.assertEqual(neighbour.code, "NoError")
        asked = self.stage.clouds_admin("GET", f"/requests?host={host}")["requests"]
        questions = [request for request in asked if request["mailboxes"] == 1]
        self.assertGreater(len(questions), 2)
        self.assertLess(len(questions), 12)

    def test_exchange(self):
        self.expect_the_truth("oskar", cast.EXCHANGE_HOST)

    def test_graph(self):
        self.expect_the_truth("grace", cast.CONTOSO.graph_host)


if __name__ == "__main__":
    stage_case.main()

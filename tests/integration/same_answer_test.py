# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""One question, asked in every dialect, has one answer, and that is what the calendars say. For
calendars, windows, zones and intervals at random; each run prints its seed, and SEED=n repeats it.
"""
import csv
import datetime as dt
import io
import json
import os
import random
import secrets
import subprocess
import time
import unittest
import zoneinfo
import xml.etree.ElementTree as ET

import icalendar

import random_calendar
import stage_case
from file_world import USER, FileWorld
from random_calendar import ZONES
from stage_case import PROGRAMS

import ews

SECONDS = 20
ROUNDS_MIN = 5
PEOPLE = 30
EWS_WORDS = {"Free": "free", "Tentative": "tentative", "Busy": "busy", "OOF": "out_of_office",
             "WorkingElsewhere": "working_elsewhere"}  # fmt: skip
GRAPH_WORDS = {"free": "free", "tentative": "tentative", "busy": "busy", "oof": "out_of_office",
               "workingElsewhere": "working_elsewhere"}  # fmt: skip
EWS_DIGITS = {"free": "0", "tentative": "1", "busy": "2", "out_of_office": "3",
              "working_elsewhere": "0"}  # fmt: skip
GRAPH_DIGITS = {**EWS_DIGITS, "working_elsewhere": "4"}
FBTYPES = {("FREE", None): "free", ("BUSY-TENTATIVE", None): "tentative", ("BUSY", None): "busy",
           ("BUSY-UNAVAILABLE", "OOF"): "out_of_office",
           ("FREE", "WORKING-ELSEWHERE"): "working_elsewhere"}  # fmt: skip


def calendars_of(rng):
    return {
        f"p{number}@north.example": (random_calendar.calendar(rng), rng.choice(ZONES)[1])
        for number in range(PEOPLE)
    }


class Question:
    def __init__(self, rng, world):
        self.windows_zone, self.zone = rng.choice(ZONES)
        self.begin, self.end = random_calendar.window(rng, self.zone)
        longest = min(1440, int((self.end - self.begin).total_seconds()) // 60 - 1)
        self.interval = rng.choice([m for m in (5, 7, 15, 30, 60, 1440) if m <= longest])
        self.people = rng.sample(sorted(world.calendars), rng.randint(1, 3))

    def __str__(self):
        return f"{self.people} {self.begin} {self.end} {self.zone} {self.interval} min"

    def wall(self, at):
        return at.astimezone(zoneinfo.ZoneInfo(self.zone)).replace(tzinfo=None)

    def walls(self, blocks):
        return [(self.wall(b), self.wall(e), s) for b, e, s in blocks]


def naive(text):
    return dt.datetime.fromisoformat(text[:19])


def ews_answers(world, asked):
    """(wall times, digits) per person."""
    body = ews.question(asked.people, asked.wall(asked.begin), asked.wall(asked.end),
                        asked.interval, "FreeBusyMerged").decode()  # fmt: skip
    head, rest = body.split("<t:TimeZone>", 1)
    rest = rest.split("</t:TimeZone>", 1)[1]
    context = (f'<t:TimeZoneContext><t:TimeZoneDefinition Id="{asked.windows_zone}"/>'
               "</t:TimeZoneContext></s:Header>")  # fmt: skip
    body = head.replace("</s:Header>", context) + rest
    text = world.send("POST", "/EWS/Exchange.asmx", body, Content_Type="text/xml; charset=utf-8")
    found = []
    for response in ET.fromstring(text).iter(ews.M + "FreeBusyResponse"):
        events = [
            (naive(e.findtext(ews.T + "StartTime")), naive(e.findtext(ews.T + "EndTime")),
             EWS_WORDS[e.findtext(ews.T + "BusyType")])
            for e in response.iter(ews.T + "CalendarEvent")
        ]  # fmt: skip
        view = response.find(ews.M + "FreeBusyView")
        found.append((sorted(events), view.findtext(ews.T + "MergedFreeBusy")))
    return found


def graph_answers(world, asked):
    time_of = lambda at: {"dateTime": f"{asked.wall(at):%Y-%m-%dT%H:%M:%S}", "timeZone": asked.zone}
    call = {"schedules": asked.people, "startTime": time_of(asked.begin),
            "endTime": time_of(asked.end), "availabilityViewInterval": asked.interval}  # fmt: skip
    text = world.send("POST", "/v1.0/me/calendar/getSchedule", json.dumps(call),
                      Content_Type="application/json",
                      Prefer=f'outlook.timezone="{asked.windows_zone}"')  # fmt: skip
    found = []
    for schedule in json.loads(text)["value"]:
        items = [(naive(i["start"]["dateTime"]), naive(i["end"]["dateTime"]),
                  GRAPH_WORDS[i["status"]]) for i in schedule["scheduleItems"]]  # fmt: skip
        found.append((sorted(items), schedule["availabilityView"]))
    return found


def plain_question(asked):
    return json.dumps({"people": asked.people, "start": asked.wall(asked.begin).isoformat(),
                       "end": asked.wall(asked.end).isoformat(), "zone": asked.zone,
                       "interval_minutes": asked.interval})  # fmt: skip


def read_json(text):
    """(instants, words of the slots) per person."""
    return [
        (sorted((dt.datetime.fromisoformat(b["start"]), dt.datetime.fromisoformat(b["end"]),
                 b["status"]) for b in person["blocks"]), person["view"])
        for person in json.loads(text)["people"]
    ]  # fmt: skip


def read_csv(text, asked):
    """Instants per person; somebody who is free throughout has one row that says so."""
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    found = []
    for person in asked.people:
        blocks = [(dt.datetime.fromisoformat(r["start"]), dt.datetime.fromisoformat(r["end"]),
                   r["status"]) for r in rows if r["person"] == person]  # fmt: skip
        found.append([] if blocks == [(asked.begin, asked.end, "free")] else sorted(blocks))
    return found


def read_calendar(text):
    """Stretches per person."""
    found = []
    for component in icalendar.Calendar.from_ical(text).walk("VFREEBUSY"):
        periods = component.get("FREEBUSY", [])
        periods = periods if isinstance(periods, list) else [periods]
        found.append(
            [
                (p.start, p.end,
                 FBTYPES[str(p.params["FBTYPE"]), p.params.get("X-FREEBUSY-STATUS")])
                for p in periods
            ]
        )  # fmt: skip
    return found


def freebusyctl(world, asked, output):
    command = [PROGRAMS / "freebusyctl", "query", "--gateway", f"https://localhost:{world.port}",
               "--ca", world.ca_file, "--user", USER, "--password-file", world.folder / "password",
               "--zone", asked.zone, "--start", asked.wall(asked.begin).isoformat(),
               "--end", asked.wall(asked.end).isoformat(), "--interval", asked.interval,
               "--output", output]  # fmt: skip
    for person in asked.people:
        command += ["--person", person]
    done = subprocess.run(list(map(str, command)), capture_output=True, timeout=30, check=False)
    if done.returncode != 0:
        raise AssertionError(f"freebusyctl ended with {done.returncode}: {done.stderr.decode()}")
    return done.stdout.decode()


class SameAnswerTest(unittest.TestCase):
    def check(self, world, asked):
        blocks, slots, stretches = [], [], []
        for person in asked.people:
            said = random_calendar.truth(*world.calendars[person], asked.begin, asked.end)
            blocks.append(said)
            slots.append(random_calendar.slots(said, asked.begin, asked.end, asked.interval))
            stretches.append(random_calendar.stretches(said, asked.begin, asked.end))
        # Over the end of summer time the wall clock runs backwards, and an EWS event cannot: it is
        # as long as it is, by the clock of its beginning.
        forwards = [
            sorted((b, b + (whole[1] - whole[0]) if e < b else e, s)
                   for (b, e, s), whole in zip(asked.walls(said), said))
            for said in blocks
        ]  # fmt: skip
        digits = lambda table: ["".join(table[s] for s in view) for view in slots]
        self.assertEqual(ews_answers(world, asked), list(zip(forwards, digits(EWS_DIGITS))))
        self.assertEqual(
            graph_answers(world, asked),
            list(zip([sorted(asked.walls(said)) for said in blocks], digits(GRAPH_DIGITS))),
        )
        plain = lambda accept: world.send(
            "POST",
            "/v1/availability",
            plain_question(asked),
            Content_Type="application/json",
            Accept=accept,
        )
        for text in (plain("application/json"), freebusyctl(world, asked, "json")):
            self.assertEqual(read_json(text), list(zip(blocks, slots)))
        for text in (plain("text/csv"), freebusyctl(world, asked, "csv")):
            self.assertEqual(read_csv(text, asked), blocks)
        for text in (plain("text/calendar"), freebusyctl(world, asked, "ics")):
            self.assertEqual(read_calendar(text), stretches)
        return sum(map(len, blocks))

    def test_every_dialect_says_what_the_calendars_say(self):
        seed = int(os.environ.get("SEED", secrets.randbelow(2**32)))
        rng = random.Random(seed)
        world = FileWorld(calendars_of(rng))
        rounds = entries = 0
        try:
            limit = time.monotonic() + SECONDS
            while time.monotonic() < limit or rounds < ROUNDS_MIN:
                asked = Question(rng, world)
                with self.subTest(f"SEED={seed} round {rounds}: {asked}"):
                    entries += self.check(world, asked)
                rounds += 1
        finally:
            left = world.close()
        print(f"SEED={seed}: {rounds} questions, {entries} entries, each in eight forms")
        self.assertEqual(left, [])
        self.assertGreater(entries, rounds)


if __name__ == "__main__":
    stage_case.main()

#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Works out what the calendars beside this file say, with code that is not ours: python3-icalendar
reads them, dateutil expands the recurrences and the VTIMEZONEs, zoneinfo knows the named zones.

usage: expected.py           writes NAME.json for every NAME.ics
       expected.py --check   says which NAME.json is not what this program would write

The first line of a calendar is a note that says where its shape comes from, and no part of it. A
calendar says what it is asked in two properties of its own:
  X-JUDGE-OWNER-ZONE:Europe/Berlin                         the zone of dates and floating times
  X-JUDGE-WINDOW:20310501T000000Z/20310701T000000Z         the window
"""
import datetime as dt
import io
import json
import pathlib
import re
import sys
import zoneinfo

import icalendar
from dateutil import rrule, tz

HERE = pathlib.Path(__file__).parent
UTC = dt.timezone.utc
DAY = dt.timedelta(days=1)
STATUS = {"FREE": "free", "TENTATIVE": "tentative", "BUSY": "busy", "OOF": "out_of_office",
          "WORKINGELSEWHERE": "working_elsewhere"}
WINDOWS = {"W. Europe Standard Time": "Europe/Berlin", "Pacific Standard Time": "America/Los_Angeles"}


class Zones:
    def __init__(self, text, owner):
        self.owner = zoneinfo.ZoneInfo(owner)
        self.own = {}
        unfolded = re.sub(r"\r?\n[ \t]", "", text)
        for block in re.findall(r"BEGIN:VTIMEZONE.*?END:VTIMEZONE", unfolded, re.S):
            name = re.search(r"^TZID:(.*?)\r?$", block, re.M).group(1)
            self.own[name] = tz.tzical(io.StringIO(block.replace("\r", ""))).get(name)

    def named(self, name):
        if name in self.own:
            return self.own[name]
        if name.startswith("/"):
            name = "/".join(name.split("/")[-2:])
        return zoneinfo.ZoneInfo(WINDOWS.get(name, name))

    @staticmethod
    def utc(naive, zone):
        at = naive.replace(tzinfo=zone, fold=0)
        if not isinstance(zone, zoneinfo.ZoneInfo):
            at = tz.resolve_imaginary(at)
        return at.astimezone(UTC)


class Moment:
    """A DATE or DATE-TIME as written, and the zone that it is in."""

    def __init__(self, text, params, zones):
        self.is_date = len(text) == 8
        self.is_utc = text.endswith("Z")
        form = "%Y%m%d" if self.is_date else "%Y%m%dT%H%M%S"
        self.naive = dt.datetime.strptime(text.rstrip("Z"), form)
        self.zone = zones.owner
        if self.is_utc:
            self.zone = zoneinfo.ZoneInfo("UTC")
        elif not self.is_date and "TZID" in params:
            self.zone = zones.named(str(params["TZID"]))

    def utc(self):
        return Zones.utc(self.naive, self.zone)


def as_list(value):
    return [] if value is None else value if isinstance(value, list) else [value]


def moments(component, name, zones):
    for prop in as_list(component.get(name)):
        for text in prop.to_ical().decode().split(","):
            yield Moment(text, prop.params, zones)


def one(component, name, zones):
    return next(moments(component, name, zones), None)


def status_of(event):
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return None
    own = STATUS.get(str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper())
    if own:
        return own
    if str(event.get("TRANSP", "")).upper() == "TRANSPARENT":
        return None
    return "tentative" if str(event.get("STATUS", "")).upper() == "TENTATIVE" else "busy"


def nominal(delta):
    """The days of a duration are days of the wall clock, the rest is exact. icalendar does not keep
    PT24H and P1D apart, so no calendar here has an exact duration of a day or more."""
    return dt.timedelta(days=delta.days), dt.timedelta(seconds=delta.seconds)


def length_of(event, start, zones):
    """Days of the wall clock, and what comes on top of them."""
    end = one(event, "DTEND", zones)
    if end is not None and start.is_date and end.is_date:
        return max(DAY, end.naive - start.naive), dt.timedelta()
    if end is not None:
        return dt.timedelta(), end.utc() - start.utc()
    if "DURATION" in event:
        return nominal(event["DURATION"].dt)
    return (DAY if start.is_date else dt.timedelta()), dt.timedelta()


def starts_by_rule(prop, start, last):
    """The naive starts that a rule gives, up to the naive time `last`."""
    parts = dict(part.split("=", 1) for part in prop.to_ical().decode().split(";"))
    until = parts.pop("UNTIL", None)
    text = ";".join(f"{name}={value}" for name, value in parts.items())
    rule = rrule.rrulestr(text, dtstart=start.naive)
    limit = None
    if until and len(until) == 8:
        limit = Zones.utc(dt.datetime.strptime(until, "%Y%m%d") + DAY, start.zone) - dt.timedelta(seconds=1)
    elif until and until.endswith("Z"):
        limit = dt.datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    elif until:
        limit = Zones.utc(dt.datetime.strptime(until, "%Y%m%dT%H%M%S"), start.zone)
    for naive in rule:
        if naive > last or (limit and Zones.utc(naive, start.zone) > limit):
            return
        yield naive


def blocks_of_event(event, overrides, window, zones):
    status = status_of(event)
    start = one(event, "DTSTART", zones)
    days, rest = length_of(event, start, zones)
    last = window[1].replace(tzinfo=None) + 3 * DAY
    naives = {start.naive}
    for prop in as_list(event.get("RRULE")):
        naives.update(starts_by_rule(prop, start, last))
    found = {}
    for naive in naives:
        begin = Zones.utc(naive, start.zone)
        end = Zones.utc(naive + days, start.zone) + rest if days else begin + rest
        found[begin] = (naive, end)
    for prop in as_list(event.get("RDATE")):
        for text in prop.to_ical().decode().split(","):
            head, _, tail = text.partition("/")
            at = Moment(head, prop.params, zones)
            begin = at.utc()
            end = Zones.utc(at.naive + days, at.zone) + rest if days else begin + rest
            if tail.startswith("P"):
                span, exact = nominal(icalendar.vDuration.from_ical(tail))
                end = Zones.utc(at.naive + span, at.zone) + exact
            elif tail:
                end = Moment(tail, prop.params, zones).utc()
            found[begin] = (at.naive, end)
    gone = list(moments(event, "EXDATE", zones)) + overrides
    gone_days = {at.naive.date() for at in gone if at.is_date or start.is_date}
    gone_times = {at.utc() for at in gone if not (at.is_date or start.is_date)}
    if status is None:
        return
    for begin, (naive, end) in found.items():
        if begin in gone_times or naive.date() in gone_days:
            continue
        touches = (window[0] <= begin < window[1] if begin == end
                   else begin < window[1] and end > window[0])
        if touches:
            yield begin, end, status, event


def flags_of(event, is_override):
    flags = []
    if event.get("ATTENDEE") is not None:
        flags.append("meeting")
    if any(part.name == "VALARM" for part in event.subcomponents):
        flags.append("reminder")
    if str(event.get("CLASS", "PUBLIC")).upper() != "PUBLIC":
        flags.append("private")
    if event.get("RRULE") is not None or event.get("RDATE") is not None or is_override:
        flags.append("recurring")
    if is_override:
        flags.append("exception")
    return flags


def shown(at):
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def expected_of(path):
    note, text = path.read_bytes().decode().split("\n", 1)
    if not note.startswith("# "):
        raise SystemExit(f"{path.name} does not say where it comes from")
    calendar = icalendar.Calendar.from_ical(text)
    zones = Zones(text, str(calendar["X-JUDGE-OWNER-ZONE"]))
    window = [dt.datetime.strptime(part, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
              for part in str(calendar["X-JUDGE-WINDOW"]).split("/")]
    overrides = {}
    for event in calendar.walk("VEVENT"):
        if "RECURRENCE-ID" in event:
            uid = str(event.get("UID", ""))
            overrides.setdefault(uid, []).append(one(event, "RECURRENCE-ID", zones))
    rows = []
    for event in calendar.walk("VEVENT"):
        is_override = "RECURRENCE-ID" in event
        replaced = [] if is_override else overrides.get(str(event.get("UID", "")), [])
        for begin, end, status, of in blocks_of_event(event, replaced, window, zones):
            rows.append({"begin": shown(begin), "end": shown(end), "status": status,
                         "subject": str(of.get("SUMMARY", "")),
                         "location": str(of.get("LOCATION", "")),
                         "flags": flags_of(of, is_override)})
    for busy in calendar.walk("VFREEBUSY"):
        for prop in as_list(busy.get("FREEBUSY")):
            kind = str(prop.params.get("FBTYPE", "BUSY")).upper()
            status = {"FREE": None, "BUSY-TENTATIVE": "tentative",
                      "BUSY-UNAVAILABLE": "out_of_office"}.get(kind, "busy")
            for text in prop.to_ical().decode().split(","):
                head, tail = text.split("/")
                begin = Moment(head, {}, zones).utc()
                end = (begin + icalendar.vDuration.from_ical(tail) if tail.startswith("P")
                       else Moment(tail, {}, zones).utc())
                if status and begin < window[1] and end > window[0]:
                    rows.append({"begin": shown(begin), "end": shown(end), "status": status,
                                 "subject": "", "location": "", "flags": []})
    rows.sort(key=lambda row: (row["begin"], row["end"], row["subject"]))
    return json.dumps({"owner_zone": str(calendar["X-JUDGE-OWNER-ZONE"]),
                       "window": [shown(at) for at in window], "blocks": rows},
                      indent=1, ensure_ascii=False) + "\n"


def main():
    check = sys.argv[1:] == ["--check"]
    wrong = []
    calendars = sorted(HERE.glob("*.ics"))
    for path in calendars:
        said, kept = expected_of(path), path.with_suffix(".json")
        if not check:
            kept.write_text(said)
        elif not kept.exists() or kept.read_text() != said:
            wrong.append(kept.name)
    print(f"{len(calendars)} calendars, {len(wrong)} differ {' '.join(wrong)}")
    return 1 if wrong or not calendars else 0


if __name__ == "__main__":
    sys.exit(main())

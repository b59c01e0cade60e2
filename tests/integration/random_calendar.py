# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Calendars at random, and what they say, worked out by tests/golden/ics/expected.py with
python3-icalendar and dateutil: no code of the gateway has a part in it."""
import datetime as dt
import json
import sys
import tempfile
import zoneinfo
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "golden" / "ics"))

import expected  # noqa: E402

UTC = dt.timezone.utc
# Windows name, IANA name: half hours, quarter hours, both hemispheres.
ZONES = [
    ("UTC", "Etc/UTC"),
    ("W. Europe Standard Time", "Europe/Berlin"),
    ("Pacific Standard Time", "America/Los_Angeles"),
    ("India Standard Time", "Asia/Kolkata"),
    ("Nepal Standard Time", "Asia/Kathmandu"),
    ("Newfoundland Standard Time", "America/St_Johns"),
    ("AUS Eastern Standard Time", "Australia/Sydney"),
    ("Lord Howe Standard Time", "Australia/Lord_Howe"),
]
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
BUSY = ["FREE", "TENTATIVE", "BUSY", "OOF", "WORKINGELSEWHERE"]
# Which of two statuses one slot shows.
STRENGTH = ["free", "working_elsewhere", "tentative", "busy", "out_of_office"]


def stamp(at):
    return f"{at:%Y%m%dT%H%M%S}"


def rule(rng):
    frequency = rng.choice(["DAILY", "WEEKLY", "WEEKLY", "MONTHLY", "YEARLY"])
    parts = [f"FREQ={frequency}", f"INTERVAL={rng.randint(1, 4)}"]
    if frequency == "WEEKLY" and rng.random() < 0.6:
        parts.append("BYDAY=" + ",".join(rng.sample(DAYS, rng.randint(1, 4))))
    ending = rng.random()
    if ending < 0.3:
        parts.append(f"COUNT={rng.randint(1, 60)}")
    elif ending < 0.6:
        parts.append(f"UNTIL=2031{rng.randint(6, 12):02}15T120000Z")
    return ";".join(parts)


def event(rng, number):
    start = dt.datetime(2031, 1, 1) + dt.timedelta(minutes=5 * rng.randint(0, 105_000))
    lines = ["BEGIN:VEVENT", f"UID:{number}", "DTSTAMP:20310101T000000Z", f"SUMMARY:Entry {number}"]
    form = rng.random()
    minutes = rng.choice([5, 15, 30, 45, 60, 90, 240, 1500])
    if form < 0.15:
        start = start.replace(hour=0, minute=0)
        lines += [f"DTSTART;VALUE=DATE:{start:%Y%m%d}", f"DURATION:P{rng.randint(1, 3)}D"]
        exdate = "EXDATE;VALUE=DATE:{0:%Y%m%d}"
    elif form < 0.35:
        end = start + dt.timedelta(minutes=minutes)
        lines += [f"DTSTART:{stamp(start)}Z", f"DTEND:{stamp(end)}Z"]
        exdate = "EXDATE:{0:%Y%m%dT%H%M%S}Z"
    elif form < 0.5:
        lines += [f"DTSTART:{stamp(start)}", f"DURATION:PT{min(minutes, 240)}M"]
        exdate = "EXDATE:{0:%Y%m%dT%H%M%S}"
    else:
        zone = rng.choice(ZONES[1:])[1]
        lines += [f"DTSTART;TZID={zone}:{stamp(start)}", f"DURATION:PT{min(minutes, 240)}M"]
        exdate = "EXDATE;TZID=" + zone + ":{0:%Y%m%dT%H%M%S}"
    if rng.random() < 0.75:
        lines.append("RRULE:" + rule(rng))
        if rng.random() < 0.3:
            lines.append(exdate.format(start + dt.timedelta(days=7 * rng.randint(0, 4))))
    status = rng.random()
    if status < 0.6:
        lines.append("X-MICROSOFT-CDO-BUSYSTATUS:" + rng.choice(BUSY))
    elif status < 0.7:
        lines.append("TRANSP:TRANSPARENT")
    elif status < 0.8:
        lines.append("STATUS:TENTATIVE")
    elif status < 0.85:
        lines.append("STATUS:CANCELLED")
    if rng.random() < 0.2:
        lines.append("CLASS:PRIVATE")
    return lines + ["END:VEVENT"]


def calendar(rng):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//freebusy-gateway//random//EN"]
    for number in range(rng.choice([0, 3, 12, 30])):
        lines += event(rng, number)
    return "\r\n".join(lines + ["END:VCALENDAR", ""])


def truth(text, owner_zone, begin, end):
    """(begin, end, status) of everything that touches the window, sorted."""
    head, tail = text.split("PRODID", 1)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "judged.ics"
        file.write_text(
            f"# made at random\n{head}X-JUDGE-OWNER-ZONE:{owner_zone}\r\n"
            f"X-JUDGE-WINDOW:{stamp(begin)}Z/{stamp(end)}Z\r\nPRODID{tail}",
            newline="",
        )
        said = json.loads(expected.expected_of(file))
    return sorted(
        (dt.datetime.fromisoformat(b["begin"]), dt.datetime.fromisoformat(b["end"]), b["status"])
        for b in said["blocks"]
    )


def strongest(statuses):
    return max(statuses, key=STRENGTH.index)


def slots(blocks, begin, end, minutes):
    """One status per slot; the last slot may be shorter."""
    found = []
    while begin < end:
        stop = min(begin + dt.timedelta(minutes=minutes), end)
        found.append(strongest(["free"] + [s for b, e, s in blocks if b < stop and e > begin]))
        begin = stop
    return found


def stretches(blocks, begin, end):
    """Cut to the window, one status at a time, neighbours of one status joined."""
    edges = sorted({begin, end} | {t for b, e, _ in blocks for t in (b, e) if begin < t < end})
    found = []
    for start, stop in zip(edges, edges[1:]):
        over = [s for b, e, s in blocks if b < stop and e > start]
        if not over:
            continue
        status = strongest(over)
        if found and found[-1][1] == start and found[-1][2] == status:
            found[-1] = (found[-1][0], stop, status)
        else:
            found.append((start, stop, status))
    return found


def window(rng, zone):
    """A window of which both ends are one wall time of that zone, and no other instant's."""
    zone = zoneinfo.ZoneInfo(zone)
    while True:
        begin = dt.datetime(2031, 1, 1, tzinfo=UTC) + dt.timedelta(minutes=rng.randint(0, 480_000))
        end = begin + dt.timedelta(minutes=rng.choice([60, 600, 1440, 10_080, 43_200]))
        if all(at.astimezone(zone).replace(fold=0) == at for at in (begin, end)):
            return begin, end

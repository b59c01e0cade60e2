#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Makes recurrence rules at random and says what dateutil makes of them.

usage: random_rules.py SEED COUNT       what is below the first line of random_rules.txt
       random_rules.py --check      says again what it says of the rules there that have any start

One rule on a line, fields separated by '|': rule, start, first moment asked for, last moment asked
for, and the starts between them, all as seconds since 1970 without a zone. Left out is what dateutil
reads in another way than RFC 5545: BYWEEKNO without BYDAY or at the end of a year, BYSETPOS of
weeks, BYDAY with and without a number in one list; and rules so empty that it raises an error. Of
rules that match nothing only a few are kept: dateutil looks for a match until the year 9999.
"""
import datetime as dt
import pathlib
import random
import sys

from dateutil import rrule

EPOCH = dt.datetime(1970, 1, 1)
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def some(choices, most):
    return random.sample(choices, random.randint(1, most))


def signed(top, most):
    return ",".join(str(random.choice([1, 1, -1]) * value) for value in some(range(1, top + 1), most))


def random_rule():
    frequency = random.choice(["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "YEARLY", "MONTHLY", "WEEKLY",
                               "DAILY", "HOURLY", "MINUTELY"])
    parts = [f"FREQ={frequency}"]
    likely = lambda chance: random.random() < chance
    if likely(0.4):
        parts.append(f"INTERVAL={random.randint(1, 12)}")
    if likely(0.3):
        parts.append(f"WKST={random.choice(DAYS)}")
    if likely(0.3):
        parts.append("BYMONTH=" + ",".join(map(str, some(range(1, 13), 5))))
    if frequency == "YEARLY" and likely(0.2):
        parts.append("BYWEEKNO=" + signed(51, 4))
        parts.append("BYDAY=" + ",".join(some(DAYS, 3)))
    elif likely(0.5):
        has_nth = frequency in ("YEARLY", "MONTHLY") and likely(0.5)
        parts.append("BYDAY=" + ",".join(
            (str(random.choice([-2, -1, 1, 2, 5])) if has_nth else "") + day
            for day in some(DAYS, 4)))
    if frequency != "WEEKLY" and likely(0.3):
        parts.append("BYMONTHDAY=" + signed(31, 6))
    if frequency in ("YEARLY", "HOURLY") and likely(0.15):
        parts.append("BYYEARDAY=" + signed(366, 40))
    if likely(0.2):
        parts.append("BYHOUR=" + ",".join(map(str, some(range(24), 4))))
    if likely(0.2):
        parts.append("BYMINUTE=" + ",".join(map(str, some(range(60), 3))))
    if frequency in ("YEARLY", "MONTHLY") and any(part.startswith("BY") for part in parts) and likely(0.3):
        parts.append("BYSETPOS=" + signed(6, 3))
    if likely(0.3):
        parts.append(f"COUNT={random.randint(1, 60)}")
    order = parts[1:]
    random.shuffle(order)
    return ";".join(parts[:1] + order), frequency


def seconds(at):
    return str(int((at - EPOCH).total_seconds()))


def starts_of(text, start, first, last):
    found = []
    for at in rrule.rrulestr(text, dtstart=start).xafter(start, inc=True):
        if at > last:
            break
        if at >= first:
            found.append(seconds(at))
    return found


def make(seed, count):
    random.seed(seed)
    for _ in range(count):
        text, frequency = random_rule()
        start = dt.datetime(2020, 1, 1) + dt.timedelta(
            days=random.randint(0, 1500), minutes=random.randint(0, 1439))
        far = {"YEARLY": 3000, "MONTHLY": 700, "WEEKLY": 400, "DAILY": 200}.get(frequency, 8)
        first = start + dt.timedelta(days=random.randint(-20, far), minutes=random.randint(0, 1439))
        last = first + dt.timedelta(days=max(2, far // 4))
        try:
            found = starts_of(text, start, first, last)
        except ValueError:
            continue
        if len(found) > 60 or (not found and random.random() < 0.7):
            continue
        print("|".join([text, seconds(start), seconds(first), seconds(last), ",".join(found)]),
              flush=True)


def check():
    wrong = 0
    lines = pathlib.Path(__file__).with_suffix(".txt").read_text().splitlines()[1:]
    for line in lines:
        text, *times, found = line.split("|")
        start, first, last = (EPOCH + dt.timedelta(seconds=int(time)) for time in times)
        if found and ",".join(starts_of(text, start, first, last)) != found:
            print("differs:", line)
            wrong += 1
    print(f"{len(lines)} rules, {wrong} differ")
    return 1 if wrong or not lines else 0


if sys.argv[1:] == ["--check"]:
    sys.exit(check())
make(int(sys.argv[1]), int(sys.argv[2]))

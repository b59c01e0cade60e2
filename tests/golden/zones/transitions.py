#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Says what Python's zoneinfo reads from the system's tzdata, as a judge of our own reading.

usage: transitions.py FIRST_YEAR LAST_YEAR ZONE...

One line per fact:
  Z name offset        the zone, and its offset in seconds when the first year begins
  T utc offset         a change at that UTC second, and the offset from then on
  W wall utc           a wall time near the change, and the instant it means: the first of two, and
                       moved forward by the gap where the clock never shows it
"""
import datetime
import sys
import zoneinfo

EPOCH = datetime.datetime(1970, 1, 1)
UTC = datetime.timezone.utc


def offset_at(zone, second):
    at = datetime.datetime.fromtimestamp(second, UTC).astimezone(zone)
    return int(at.utcoffset().total_seconds())


def utc_of_wall(zone, second):
    wall = (EPOCH + datetime.timedelta(seconds=second)).replace(tzinfo=zone, fold=0)
    return int(wall.astimezone(UTC).timestamp())


def changes(zone, first, last):
    """Every change of offset in [first, last). No zone keeps an offset for less than a day."""
    day = 24 * 3600
    before = offset_at(zone, first)
    for start in range(first, last, day):
        after = offset_at(zone, start + day)
        if after == before:
            continue
        low, high = start, start + day
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if offset_at(zone, middle) == before else (low, middle)
        yield high, before, after
        before = after


def main():
    first = int(datetime.datetime(int(sys.argv[1]), 1, 1, tzinfo=UTC).timestamp())
    last = int(datetime.datetime(int(sys.argv[2]) + 1, 1, 1, tzinfo=UTC).timestamp())
    for name in sys.argv[3:]:
        zone = zoneinfo.ZoneInfo(name)
        print("Z", name, offset_at(zone, first))
        for at, before, after in changes(zone, first, last):
            print("T", at, after)
            walls = {at + offset + step for offset in (before, after)
                     for step in (-3601, -1, 0, 1, 900, 1799, 1800, 3599, 3600)}
            for wall in sorted(walls):
                print("W", wall, utc_of_wall(zone, wall))


main()

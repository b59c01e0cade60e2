# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Draws availability as a grid: colours on a terminal, letters everywhere else."""
import os
import sys

COLOUR = sys.stdout.isatty() and "NO_COLOR" not in os.environ

# merged digit -> (letter, colour code)
SLOTS = {
    "0": (".", "32"),
    "1": ("t", "30;43"),
    "2": ("B", "37;44"),
    "3": ("O", "37;45"),
    "4": ("?", "37;41"),
}


def paint(text, code):
    return f"\033[{code}m{text}\033[0m" if COLOUR else text


def bold(text):
    return paint(text, "1")


def legend():
    names = {"0": "free", "1": "tentative", "2": "busy", "3": "out of office", "4": "unknown"}
    parts = [paint(SLOTS[d][0], SLOTS[d][1]) + " " + name for d, name in names.items()]
    return "    " + "   ".join(parts)


def header(first_hour, hours, slots_per_hour, indent):
    marks = "".join(
        f"{hour:02d}".ljust(slots_per_hour * 2) for hour in range(first_hour, first_hour + hours)
    )
    return " " * indent + marks + " UTC"


def row(name, answer, indent):
    label = f"  {name}".ljust(indent)
    if answer.code != "NoError":
        return label + paint(f"no answer: {answer.code}", "31")
    cells = "".join(paint(SLOTS[d][0] + " ", SLOTS[d][1]) for d in answer.merged)
    return label + cells + " " + paint(answer.cache, "2")


def event_line(name, event, details):
    """One calendar entry, with what is told of it."""
    start, end, status = event
    if details is None:
        told = paint("times only", "2")
    elif details.get("IsPrivate") == "true":
        told = paint("private", "2")
    else:
        told = bold(details.get("Subject", ""))
    return f"{name}  {start:%H:%M}-{end:%H:%M} {status.lower()}  {told}"


def draw(people, answers, first_hour, hours, slots_per_hour=2):
    indent = max(len(p) for p in people) + 5
    print(header(first_hour, hours, slots_per_hour, indent))
    for name, answer in zip(people, answers):
        print(row(name, answer, indent))

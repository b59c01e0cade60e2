#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Says which decoder of protocols/ no fuzz target calls.

usage: check_targets.py               prints each one that is missing
       check_targets.py --self-test   makes a decoder without a target and expects to find it

A decoder is a function of a header that takes bytes from outside: decode_*, read_*, parse_* or
parse, or the static read or parse of a class.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
FREE = re.compile(r"^[\w:<>,\s&*]*?\b((?:decode|read|parse)_\w+)\(std::string_view", re.M)
MEMBER = re.compile(
    r"static (?:\w+::)?Result<(\w+)> (?:\w+::)?(read|parse)\(\s*std::string_view", re.M)
# Reached from the outside through another decoder that has a target.
WITHIN = {
    "read_instant": "ews_request_fuzz by decode_call",
    "RecurrenceRule::parse": "ics_fuzz by Calendar::parse",
    "read_calendar": "ics_fuzz by Calendar::parse",
    "SmtpDomain::parse": "smtp_address_fuzz by SmtpAddress::parse",
    "SmtpAddress::parse": "smtp_address_fuzz by read_smtp_address",
    "HopTrail::parse": "a header of at most eight ids; unit tests at its limits",
    "TenantId::parse": "a GUID of 36 characters",
    "CorrelationId::parse": "a GUID of 36 characters",
}


def decoders_in(headers):
    found = {}
    for name, text in headers.items():
        for match in FREE.finditer(text):
            found[match[1]] = name
        for match in MEMBER.finditer(text):
            found[f"{match[1]}::{match[2]}"] = name
    return found


def missing(headers, targets):
    return sorted(
        f"{name}: no fuzz target calls {decoder}"
        for decoder, name in decoders_in(headers).items()
        if decoder not in WITHIN and not re.search(rf"\b{re.escape(decoder)}\(", targets)
    )


def self_test():
    headers = {"a.hpp": "model::Result<X> decode_x(std::string_view body);\n"
                        "  static model::Result<KeySet> read(std::string_view json);\n"
                        "Result<int> read_node(const pugi::xml_node& node);\n"}
    cases = [("decode_x(text); KeySet::read(text);", 0), ("KeySet::read(text);", 1), ("", 2),
             ("decode_xy(text); OtherKeySet::read(text);", 2)]
    wrong = [case for case in cases if len(missing(headers, case[0])) != case[1]]
    print(f"{len(cases)} cases, {len(wrong)} wrong {wrong}")
    return 1 if wrong else 0


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    headers = {str(path.relative_to(ROOT)): path.read_text()
               for path in sorted((ROOT / "protocols").rglob("*.hpp"))}
    targets = "\n".join(path.read_text() for path in (ROOT / "tests/fuzz").glob("*.cpp"))
    found = missing(headers, targets)
    print("\n".join(found))
    print(f"{len(decoders_in(headers))} decoders, {len(found)} without a fuzz target")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

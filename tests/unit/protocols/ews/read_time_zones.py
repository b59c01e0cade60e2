# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Reads a GetServerTimeZones answer with exchangelib, as its availability call does.

Prints one line per zone and year: id, bias in minutes, and bias of the summer time or "-".
"""
import sys

from exchangelib.properties import TimeZone, TimeZoneDefinition
from exchangelib.util import TNS
from lxml import etree

tree = etree.parse(sys.argv[1])
for elem in list(tree.iter(f"{{{TNS}}}TimeZoneDefinition")):
    definition = TimeZoneDefinition.from_xml(elem=elem, account=None)
    for year in (2012, 2031):
        zone = TimeZone.from_server_timezone(definition, for_year=year)
        daylight = zone.daylight_time
        print(definition.id, year, zone.bias, daylight.bias if daylight else "-", sep="|")

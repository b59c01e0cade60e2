# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""The cast of the demo: three organisations in three clouds, their people and their calendars.

Calendars are plain data here. The .ics files that the programs read are written from it, and so is
the truth that the answers are compared with, without any code of the gateway.
"""
import datetime as dt
from dataclasses import dataclass, field

UTC = dt.timezone.utc

# What a status is called in an .ics file, in EWS, and as a merged digit.
STATUSES = {
    "busy": ("BUSY", "Busy", "2"),
    "tentative": ("TENTATIVE", "Tentative", "1"),
    "oof": ("OOF", "OOF", "3"),
    "elsewhere": ("WORKINGELSEWHERE", "WorkingElsewhere", "0"),
}


def demo_day():
    """The Monday after next: far enough that no answer of an earlier run is in any cache."""
    today = dt.datetime.now(UTC).date()
    return today + dt.timedelta(days=14 - today.weekday())


@dataclass
class Entry:
    start: str  # "HH:MM", UTC
    end: str
    status: str
    subject: str
    daily: bool = False  # repeats on the following days
    private: bool = False

    def span(self, day):
        def at(clock):
            return dt.datetime.combine(day, dt.time.fromisoformat(clock), UTC)

        return at(self.start), at(self.end)


@dataclass
class Person:
    name: str
    address: str
    entries: list = field(default_factory=list)
    source: str = "cloud"

    @property
    def key(self):
        return "TARGET_" + self.name.upper()

    def truth(self, begin, end):
        """(start, end, EWS status) of everything that touches [begin, end), by start."""
        blocks = []
        for day_number in range(-1, (end - begin).days + 2):
            day = begin.date() + dt.timedelta(days=day_number)
            for entry in self.entries:
                if not entry.daily and day != demo_day():
                    continue
                if day < demo_day():
                    continue
                start, stop = entry.span(day)
                if start < end and stop > begin:
                    blocks.append((start, stop, STATUSES[entry.status][1]))
        return sorted(blocks)


@dataclass
class Tenant:
    name: str
    title: str
    authority: str
    tenant_id: str
    cloud: str
    domain: str
    people: list
    client_id: str
    resource_id: str  # the application that org-wide tokens are issued for
    contacts: list
    allows: list  # names of tenants
    address_spaces: list  # names of tenants
    gateway_host: str
    login_host: str
    graph_host: str
    # What the tenant is known by along its organization relationships.
    federated_domain: str = ""
    relationships: list = field(default_factory=list)  # names of tenants

    @property
    def domains(self):
        return [d for d in (self.domain, self.federated_domain) if d]

    def person(self, name):
        return next(p for p in self.people if p.name == name)

    @property
    def reference(self):
        return f"{self.authority}/{self.tenant_id}"


CONTOSO = Tenant(
    name="contoso",
    title="Contoso (Commercial)",
    authority="public",
    tenant_id="c0a1b2c3-0001-4000-8000-00000000c001",
    cloud="commercial",
    domain="contoso.example",
    people=[
        Person("peggy", "peggy@contoso.example", [Entry("09:00", "10:00", "busy", "Budget")]),
        Person(
            "grace",
            "grace@contoso.example",
            [
                Entry("08:30", "09:30", "busy", "Compiler review"),
                Entry("13:00", "14:00", "tentative", "Lunch talk"),
            ],
        ),
        Person(
            "oskar",
            "oskar@contoso.example",
            [
                Entry("10:00", "11:30", "busy", "Data centre walk"),
                Entry("15:00", "17:00", "oof", "Dentist"),
            ],
            source="onprem",
        ),
        Person(
            "kettle",
            "kettle@contoso.example",
            [Entry("11:00", "12:00", "busy", "Tea tasting")],
            source="rooms",
        ),
    ],
    client_id="c0a1b2c3-0002-4000-8000-00000000c001",
    resource_id="c0a1b2c3-0003-4000-8000-00000000c001",
    contacts=[
        "victor@contoso-cn.example",
        "carol@fabrikam-gov.example",
        "dora@fabrikam-us.example",
    ],
    allows=["contoso-china"],
    address_spaces=["contoso-china", "fabrikam"],
    gateway_host="gateway.contoso.example",
    login_host="login.microsoftonline.com",
    graph_host="graph.microsoft.com",
    federated_domain="contoso.mail.example",
    relationships=["fabrikam"],
)

CONTOSO_CHINA = Tenant(
    name="contoso-china",
    title="Contoso China (21Vianet)",
    authority="cn",
    tenant_id="c0a1b2c3-0001-4000-8000-00000000cc02",
    cloud="21vianet",
    domain="contoso-cn.example",
    people=[
        Person(
            "victor",
            "victor@contoso-cn.example",
            [
                Entry("01:00", "01:30", "busy", "Morning call", daily=True),
                Entry("08:00", "09:00", "tentative", "Supplier visit"),
                Entry("10:30", "12:00", "busy", "Factory acceptance"),
            ],
        )
    ],
    client_id="c0a1b2c3-0002-4000-8000-00000000cc02",
    resource_id="c0a1b2c3-0003-4000-8000-00000000cc02",
    contacts=["peggy@contoso.example"],
    allows=["contoso"],
    address_spaces=["contoso"],
    gateway_host="gateway.contoso-cn.example",
    login_host="login.partner.microsoftonline.cn",
    graph_host="microsoftgraph.chinacloudapi.cn",
)

FABRIKAM = Tenant(
    name="fabrikam",
    title="Fabrikam (GCC High)",
    authority="us",
    tenant_id="c0a1b2c3-0001-4000-8000-0000000fab03",
    cloud="gcc-high",
    domain="fabrikam-gov.example",
    people=[
        Person(
            "carol",
            "carol@fabrikam-gov.example",
            [
                Entry("14:00", "15:30", "busy", "Audit"),
                Entry("16:00", "17:00", "elsewhere", "Site visit"),
            ],
        ),
        Person(
            "dora",
            "dora@fabrikam-us.example",
            [
                Entry("09:30", "10:30", "busy", "Wind tunnel slot"),
                Entry("13:00", "14:00", "busy", "Doctor", private=True),
                Entry("15:00", "16:30", "tentative", "Offsite planning"),
            ],
            source="team",
        ),
    ],
    client_id="c0a1b2c3-0002-4000-8000-0000000fab03",
    resource_id="c0a1b2c3-0003-4000-8000-0000000fab03",
    contacts=["peggy@contoso.example", "victor@contoso-cn.example"],
    allows=["contoso"],
    address_spaces=["contoso", "contoso-china"],
    gateway_host="gateway.fabrikam-gov.example",
    login_host="login.microsoftonline.us",
    graph_host="graph.microsoft.us",
    federated_domain="fabrikam-us.example",
    relationships=["contoso"],
)

# Calendars of these sources are files in the gateway's own folder; the other sources are in the
# clouds. What the Default user may see of them.
FILE_SOURCES = {"rooms": "AvailabilityOnly", "team": "LimitedDetails"}
TENANTS = [CONTOSO, CONTOSO_CHINA, FABRIKAM]
PEOPLE = [person for tenant in TENANTS for person in tenant.people]
EXCHANGE_HOST = "mail.contoso.example"
ORGANIZATION_ROLE = "FreeBusy.Read"
# Who issues delegation tokens, at the login host of Contoso's cloud.
TOKEN_ISSUER = "urn:federation:MicrosoftOnline"
TOKEN_OFFERS = ["MSExchange.SharingCalendarFreeBusy", "MSExchange.Autodiscover"]


def tenant_named(name):
    return next(t for t in TENANTS if t.name == name)


def calendar_text(person):
    """The person's calendar as iCalendar."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//freebusy-gateway//demo//EN"]
    for number, entry in enumerate(person.entries):
        start, end = entry.span(demo_day())
        lines += [
            "BEGIN:VEVENT",
            f"UID:{person.name}-{number}@demo",
            "DTSTAMP:20260101T000000Z",
            f"DTSTART:{start:%Y%m%dT%H%M%SZ}",
            f"DTEND:{end:%Y%m%dT%H%M%SZ}",
            f"SUMMARY:{entry.subject}",
            f"X-MICROSOFT-CDO-BUSYSTATUS:{STATUSES[entry.status][0]}",
        ]
        if entry.private:
            lines.append("CLASS:PRIVATE")
        if entry.daily:
            lines.append("RRULE:FREQ=DAILY")
        lines.append("END:VEVENT")
    lines.append("END:VCALENDAR")
    return "\r\n".join(lines) + "\r\n"

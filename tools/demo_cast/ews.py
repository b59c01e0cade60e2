# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""A small EWS client for the demo: asks GetUserAvailability as a mail client would, in UTC."""
import base64
import datetime as dt
import ssl
import urllib.error
import urllib.request
import uuid
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

M = "{http://schemas.microsoft.com/exchange/services/2006/messages}"
T = "{http://schemas.microsoft.com/exchange/services/2006/types}"

ZERO_SWITCH = (
    "<t:Bias>0</t:Bias><t:Time>00:00:00</t:Time><t:DayOrder>0</t:DayOrder>"
    "<t:Month>0</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek>"
)


@dataclass
class Answer:
    address: str
    code: str
    text: str = ""
    merged: str = ""
    events: list = field(default_factory=list)  # (start, end, BusyType)
    details: list = field(default_factory=list)  # of each event: {"Subject": ...}, or None
    cache: str = ""  # "fetched", "cached;age=3", ...


def question(addresses, begin, end, interval_minutes, view):
    mailboxes = "".join(
        "<t:MailboxData><t:Email><t:Address>" + escape(address) + "</t:Address></t:Email>"
        "<t:AttendeeType>Required</t:AttendeeType><t:ExcludeConflicts>false</t:ExcludeConflicts>"
        "</t:MailboxData>"
        for address in addresses
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"'
        ' xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages"'
        ' xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types">'
        '<s:Header><t:RequestServerVersion Version="Exchange2016"/></s:Header><s:Body>'
        "<m:GetUserAvailabilityRequest>"
        f"<t:TimeZone><t:Bias>0</t:Bias><t:StandardTime>{ZERO_SWITCH}</t:StandardTime>"
        f"<t:DaylightTime>{ZERO_SWITCH}</t:DaylightTime></t:TimeZone>"
        f"<m:MailboxDataArray>{mailboxes}</m:MailboxDataArray>"
        "<t:FreeBusyViewOptions><t:TimeWindow>"
        f"<t:StartTime>{begin:%Y-%m-%dT%H:%M:%S}</t:StartTime>"
        f"<t:EndTime>{end:%Y-%m-%dT%H:%M:%S}</t:EndTime></t:TimeWindow>"
        f"<t:MergedFreeBusyIntervalInMinutes>{interval_minutes}</t:MergedFreeBusyIntervalInMinutes>"
        f"<t:RequestedView>{view}</t:RequestedView></t:FreeBusyViewOptions>"
        "</m:GetUserAvailabilityRequest></s:Body></s:Envelope>"
    ).encode()


def read_time(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.timezone.utc)


def read_answer(address, response, cache):
    message = response.find(M + "ResponseMessage")
    view = response.find(M + "FreeBusyView")
    answer = Answer(
        address,
        message.findtext(M + "ResponseCode"),
        message.findtext(M + "MessageText") or "",
        cache=cache,
    )
    if view is not None:
        answer.merged = view.findtext(T + "MergedFreeBusy") or ""
        for event in view.iter(T + "CalendarEvent"):
            answer.events.append(
                (
                    read_time(event.findtext(T + "StartTime")),
                    read_time(event.findtext(T + "EndTime")),
                    event.findtext(T + "BusyType"),
                )
            )
            details = event.find(T + "CalendarEventDetails")
            told = None if details is None else {d.tag[len(T) :]: d.text or "" for d in details}
            answer.details.append(told)
    return answer


class Client:
    def __init__(self, url, user, password, ca_file):
        self.url = url
        self.tls = ssl.create_default_context(cafile=str(ca_file))
        token = base64.b64encode(f"{user}:{password}".encode()).decode()
        self.headers = {
            "Content-Type": "text/xml; charset=utf-8",
            "Authorization": "Basic " + token,
        }
        self.last_request_id = None  # of the newest question: every gateway that it meets logs it

    def ask(self, addresses, begin, end, interval_minutes=30, view="FreeBusyMerged"):
        self.last_request_id = str(uuid.uuid4())
        request = urllib.request.Request(
            self.url,
            question(addresses, begin, end, interval_minutes, view),
            {**self.headers, "client-request-id": self.last_request_id},
        )
        try:
            with urllib.request.urlopen(request, timeout=40, context=self.tls) as reply:
                body = reply.read()
                caches = reply.headers.get("X-FreeBusy-Cache", "").split(", ")
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{self.url} answered {error.code}: {error.read()[:500]!r}")
        responses = ET.fromstring(body).iter(M + "FreeBusyResponse")
        caches += [""] * len(addresses)
        return [read_answer(a, r, c) for a, r, c in zip(addresses, responses, caches)]

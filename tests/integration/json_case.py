# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Asks the gateway of the demo's stage as a script does: one HTTPS exchange, status, headers and
body as they came."""
import base64
import datetime as dt
import http.client
import json
import ssl

from stage_case import StageCase, cast

GRACE = "grace@contoso.example"
KETTLE = "kettle@contoso.example"
OSKAR = "oskar@contoso.example"
VICTOR = "victor@contoso-cn.example"
CAROL = "carol@fabrikam-gov.example"
NOBODY = "nobody@contoso.example"

FAULTS = [
    {"kind": "status", "value": 401},
    {"kind": "status", "value": 500},
    {"kind": "status", "value": 429},
    {"kind": "cut"},
    {"kind": "malformed"},
    {"kind": "truncate"},
]


class Reply:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def text(self):
        return self.body.decode("utf-8")

    @property
    def json(self):
        return json.loads(self.text)

    @property
    def code(self):
        return self.json["error"]["code"]


class JsonCase(StageCase):
    # Nothing is remembered of a failure, so that each one is the answer to its own question.
    settings = {"cache": {"timeout": "0s", "not_found": "0s"}}
    week = 0

    def basic(self, password=None):
        peggy = cast.CONTOSO.people[0].address
        pair = f"{peggy}:{password or self.stage.files.passwords[peggy]}"
        return "Basic " + base64.b64encode(pair.encode()).decode()

    def send(self, method, path, body=None, **headers):
        """A header that is None is left out; underscores stand for hyphens."""
        sent = {"Authorization": self.basic()}
        if body is not None:
            sent["Content-Type"] = "application/json"
        for name, value in headers.items():
            sent[name.replace("_", "-")] = value
        sent = {name: value for name, value in sent.items() if value is not None}
        if body is not None and not isinstance(body, (bytes, str)):
            body = json.dumps(body)
        tls = ssl.create_default_context(cafile=str(self.stage.files.ca_file))
        connection = http.client.HTTPSConnection(
            "localhost", self.stage.files.ports["contoso"], context=tls, timeout=40
        )
        try:
            connection.request(method, path, body, sent)
            reply = connection.getresponse()
            return Reply(reply.status, reply.headers, reply.read())
        finally:
            connection.close()

    def fresh_window(self):
        """A working day that nothing has been remembered for."""
        JsonCase.week += 2
        day = cast.demo_day() + dt.timedelta(weeks=JsonCase.week)
        begin = dt.datetime(day.year, day.month, day.day, 8, tzinfo=cast.UTC)
        return begin, begin + dt.timedelta(hours=10)

    def demo_window(self):
        day = cast.demo_day()
        begin = dt.datetime(day.year, day.month, day.day, 8, tzinfo=cast.UTC)
        return begin, begin + dt.timedelta(hours=10)

    def with_fault(self, host, fault, ask):
        self.stage.clouds_admin(
            "POST", "/faults", {"host": host, "path_prefix": "/", "value": 0, **fault}
        )
        try:
            return ask()
        finally:
            self.stage.clouds_admin("DELETE", "/faults")

    def send_too_much(self, path):
        """Ten megabytes. Who goes on sending after the refusal may see the close first."""
        try:
            return self.send("POST", path, b" " * 10_000_000)
        except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
            return None

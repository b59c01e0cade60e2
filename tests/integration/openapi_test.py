# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""docs/reference/openapi.json against what the gateway does: every documented path is in the table
of endpoints, every documented parameter is taken and no other, and real requests and answers of the
documented statuses fit the schemas, which allow no field that they do not name."""
import http.client
import io
import json
import re
import socket
import ssl
import unittest

import jsonschema

import graph_front_test as graph
import plain_api_test as plain
import stage_case
from json_case import GRACE, KETTLE, NOBODY, VICTOR, JsonCase, Reply
from stage_case import ROOT

DOCUMENT = json.loads((ROOT / "docs/reference/openapi.json").read_text())
PLAIN = "/v1/availability"
ME = "/v1.0/me/calendar/getSchedule"
USER = "/v1.0/users/{id}/calendar/getSchedule"
MY_MEETINGS = "/v1.0/me/findMeetingTimes"
MEETINGS = "/v1.0/users/{id}/findMeetingTimes"

# Cannot be had on purpose from outside; a unit test of fault_reply looks at their bodies.
NOT_ON_PURPOSE = {"500", "503"}
# A caller that is no person has no place on this stage.
NOT_HERE = {(MY_MEETINGS, "post", "403")}


def validator(schema):
    resolver = jsonschema.RefResolver("", DOCUMENT)
    return jsonschema.Draft202012Validator(schema, resolver=resolver)


def table_of_endpoints():
    text = (ROOT / "gateway/front/endpoints.hpp").read_text()
    rows = re.findall(r'EndpointRow\{"([^"]+)", "([A-Z]+)",[^}]*?Dialect::(\w+)\}', text)
    return {(path, method) for path, method, dialect in rows if dialect in ("graph", "plain")}


def read_reply(connection):
    """What came until the other side closed."""
    data = b""
    try:
        while part := connection.recv(65536):
            data += part
    except (ConnectionResetError, ssl.SSLError):
        pass  # closed on what we had still to send

    class Received:
        def makefile(self, *_):
            return io.BytesIO(data)

    response = http.client.HTTPResponse(Received())
    response.begin()
    return Reply(response.status, response.headers, response.read())


class DocumentTest(unittest.TestCase):
    def test_schemas_are_schemas(self):
        for name, schema in DOCUMENT["components"]["schemas"].items():
            with self.subTest(name):
                jsonschema.Draft202012Validator.check_schema(schema)

    def test_every_reference_leads_somewhere(self):
        names = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(DOCUMENT)))
        self.assertEqual(names, set(DOCUMENT["components"]["schemas"]))

    def test_paths_are_those_of_the_table(self):
        documented = {
            (re.sub(r"\{\w+\}", "*", path).lower(), method.upper())
            for path, methods in DOCUMENT["paths"].items()
            for method in methods
        }
        self.assertEqual(documented, table_of_endpoints())

    def test_examples_of_what_must_not_fit(self):
        """A schema that takes everything proves nothing."""
        person = {"person": "a", "result": "unknown", "view": ["unknown"]}
        reason = {"reason": {"code": "no_access"}}
        check = validator({"$ref": "#/components/schemas/Person"})
        self.assertTrue(check.is_valid({**person, **reason}))
        for title, wrong in (
            ("no reason", person),
            ("unknown but free", {**person, **reason, "view": ["free"]}),
            ("unknown with blocks", {**person, **reason, "blocks": []}),
            ("a field more", {**person, **reason, "extra": 1}),
            ("a digit", {**person, **reason, "view": ["4"]}),
        ):
            with self.subTest(title):
                self.assertFalse(check.is_valid(wrong))


class OpenApiTest(JsonCase):
    settings = {**JsonCase.settings, "listener": {"body_timeout": "300ms"}}

    def check(self, path, method, reply, body=None):
        """The answer, and the body of a question that was answered, fit the document."""
        operation = DOCUMENT["paths"][path][method]
        self.assertIn(str(reply.status), operation["responses"], reply.body)
        documented = operation["responses"][str(reply.status)]
        kind = reply.headers["Content-Type"].split(";")[0]
        self.assertIn(kind, documented["content"])
        if kind == "application/json":
            validator(documented["content"][kind]["schema"]).validate(reply.json)
        self.assertLessEqual(
            {name.lower() for name in reply.headers if name.lower().startswith("x-")}
            | {name.lower() for name in ("request-id",)},
            {name.lower() for name in documented["headers"]},
        )
        if body is not None and reply.status == 200:
            schema = operation["requestBody"]["content"]["application/json"]["schema"]
            validator(schema).validate(body)
        self.seen.add((path, method, str(reply.status)))

    def ask(self, path, method, body=None, query="", user=None, **headers):
        real = path.replace("{id}", user or "grace%40contoso.example")
        reply = self.send(method.upper(), real + query, body, **headers)
        self.check(path, method, reply, body if isinstance(body, dict) else None)
        return reply

    def test_real_answers_fit(self):
        self.seen = set()
        self.plain_answers()
        self.graph_answers()
        for path, method in ((PLAIN, "post"), (PLAIN, "get"), (ME, "post"), (USER, "post"),
                             (MY_MEETINGS, "post"), (MEETINGS, "post")):  # fmt: skip
            self.check(path, method, self.slow(path, method))
            self.check(path, method, self.too_large(path, method))
        self.ask("/v1/openapi.json", "get", Authorization=None)
        self.check("/v1/openapi.json", "get", self.send("PUT", "/v1/openapi.json", {}))
        documented = {
            (path, method, status)
            for path, methods in DOCUMENT["paths"].items()
            for method, operation in methods.items()
            for status in operation["responses"]
            if status not in NOT_ON_PURPOSE
        }
        self.assertEqual(documented - self.seen - NOT_HERE, set())

    def plain_answers(self):
        begin, end = self.demo_window()
        people = [GRACE, KETTLE, VICTOR, NOBODY, "no address"]
        for detail in ("AvailabilityOnly", "LimitedDetails"):
            body = plain.question(people, begin, end, detail=detail, zone="Asia/Kathmandu")
            self.ask(PLAIN, "post", body)
        for accept in ("text/csv", "text/calendar"):
            self.ask(PLAIN, "post", body, Accept=accept)
            self.ask(PLAIN, "get", query="?" + plain.GOOD_QUERY, Accept=accept)
        self.ask(PLAIN, "get", query="?" + plain.GOOD_QUERY)
        for title, body, _, _ in plain.BODIES:
            with self.subTest(title):
                self.ask(PLAIN, "post", body)
        for title, query, _ in plain.QUERIES:
            with self.subTest(title):
                self.ask(PLAIN, "get", query="?" + query)
        good = plain.changed()
        for method, body in (("post", good), ("get", None)):
            self.ask(PLAIN, method, body, Authorization=None)
            self.ask(PLAIN, method, body, Accept="text/html")
            self.check(PLAIN, method, self.send("PUT", PLAIN, good))
        self.ask(PLAIN, "post", good, Content_Type="text/xml")

    def graph_answers(self):
        begin, end = self.demo_window()
        schedules = graph.call([GRACE, KETTLE, VICTOR, NOBODY, "no address"], begin, end)
        meetings = graph.meeting([GRACE, NOBODY], begin, end, returnSuggestionReasons=True)
        nowhere = {"user": "nobody-at-all"}
        for path, body, rows in (
            (ME, schedules, graph.SCHEDULE_BODIES),
            (USER, schedules, graph.SCHEDULE_BODIES),
            (MY_MEETINGS, meetings, graph.MEETING_BODIES),
            (MEETINGS, meetings, graph.MEETING_BODIES),
        ):
            self.ask(path, "post", body)
            self.ask(path, "post", body, Prefer='outlook.timezone="Europe/Berlin"')
            for title, wrong, _, _ in rows:
                with self.subTest(title, path=path):
                    self.ask(path, "post", wrong)
            self.ask(path, "post", body, Authorization=None)
            self.ask(path, "post", body, Content_Type="text/xml")
            if "{id}" in path:
                self.ask(path, "post", body, **nowhere)
            real = path.replace("{id}", "grace%40contoso.example")
            self.check(path, "post", self.send("PUT", real, body))

    def raw(self, path, method, *lines):
        tls = ssl.create_default_context(cafile=str(self.stage.files.ca_file))
        plain_socket = socket.create_connection(
            ("localhost", self.stage.files.ports["contoso"]), timeout=20
        )
        head = [
            f"{method.upper()} {path.replace('{id}', GRACE)} HTTP/1.1",
            "Host: localhost",
            "Authorization: " + self.basic(),
            *lines,
        ]
        with tls.wrap_socket(plain_socket, server_hostname="localhost") as connection:
            connection.sendall(("\r\n".join(head) + "\r\n\r\n{").encode())
            return read_reply(connection)

    def slow(self, path, method):
        return self.raw(path, method, "Content-Length: 500")

    def too_large(self, path, method):
        return self.raw(path, method, "Content-Length: 100000000")

    def test_parameters_are_those_that_are_taken(self):
        documented = {
            p["name"] for p in DOCUMENT["paths"][PLAIN]["get"]["parameters"] if p["in"] == "query"
        }
        reply = self.send("GET", PLAIN + "?" + plain.GOOD_QUERY + "&nothing=1")
        self.assertEqual(self.names_in(reply), documented)
        members = set(DOCUMENT["components"]["schemas"]["Question"]["properties"])
        reply = self.send("POST", PLAIN, plain.changed(nothing=1))
        self.assertEqual(self.names_in(reply), members)
        everything = plain.changed(
            zone="UTC", interval_minutes=30, detail="LimitedDetails", people=[GRACE]
        )
        self.assertEqual(set(everything), members)
        self.assertEqual(self.send("POST", PLAIN, everything).status, 200)
        query = plain.GOOD_QUERY + "&zone=UTC&interval=30&detail=LimitedDetails"
        self.assertEqual({pair.split("=")[0] for pair in query.split("&")}, documented)
        self.assertEqual(self.send("GET", PLAIN + "?" + query).status, 200)

    def names_in(self, reply):
        listed = reply.json["error"]["message"].split("known are ")[1]
        return set(re.split(r", | and ", listed))

    def test_limits_of_the_schemas_are_those_of_the_gateway(self):
        question = DOCUMENT["components"]["schemas"]["Question"]["properties"]
        interval = question["interval_minutes"]
        for value, status in (
            (interval["minimum"], 200),
            (interval["maximum"], 200),
            (interval["minimum"] - 1, 400),
            (interval["maximum"] + 1, 400),
        ):
            self.assertEqual(
                self.send("POST", PLAIN, plain.changed(interval_minutes=value)).status, status
            )
        most = question["people"]["maxItems"]
        self.assertEqual(
            self.send("POST", PLAIN, plain.changed(people=[NOBODY] * most)).status, 200
        )
        most = DOCUMENT["components"]["schemas"]["ScheduleCall"]["properties"]["schedules"]
        self.assertEqual(
            self.send("POST", ME, graph.changed(schedules=[NOBODY] * most["maxItems"])).status, 200
        )
        most = DOCUMENT["components"]["schemas"]["MeetingTimesCall"]["properties"]["attendees"]
        self.assertEqual(
            self.send("POST", MY_MEETINGS, graph.meeting([NOBODY] * most["maxItems"])).status, 200
        )

    def test_codes_are_kinds_of_the_program(self):
        kinds = set(
            re.findall(r'\{K::(\w+), "\1"', (ROOT / "protocols/model/error.cpp").read_text())
        )
        schemas = DOCUMENT["components"]["schemas"]
        reasons = set(schemas["Person"]["properties"]["reason"]["properties"]["code"]["enum"])
        errors = set(schemas["Error"]["properties"]["error"]["properties"]["code"]["enum"])
        self.assertGreater(len(kinds), 40)
        self.assertLessEqual(reasons, kinds)
        self.assertLessEqual(errors - {"not_acceptable", "unsupported_media_type"}, kinds)

    def test_the_gateway_gives_the_document_to_everybody(self):
        reply = self.send("GET", "/v1/openapi.json", Authorization=None)
        self.assertEqual((reply.status, reply.json), (200, DOCUMENT))


if __name__ == "__main__":
    stage_case.main()

# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""The plain endpoint for scripts, over the demo's stage: JSON, CSV and VFREEBUSY from the same
question, each read by a program that is not ours; bad input with exact statuses and codes; unknown
is never free."""
import csv
import datetime as dt
import io
import urllib.parse

import icalendar

import stage_case
from json_case import CAROL, FAULTS, GRACE, KETTLE, NOBODY, OSKAR, VICTOR, JsonCase
from stage_case import UPSTREAMS, cast

PATH = "/v1/availability"
EWS_WORDS = {
    "Free": "free",
    "Tentative": "tentative",
    "Busy": "busy",
    "OOF": "out_of_office",
    "WorkingElsewhere": "working_elsewhere",
}
FBTYPES = {
    "busy": "BUSY",
    "tentative": "BUSY-TENTATIVE",
    "out_of_office": "BUSY-UNAVAILABLE",
    "working_elsewhere": "FREE",
}


def question(people, begin, end, **more):
    return {"people": people, "start": begin.isoformat(), "end": end.isoformat(), **more}


BEGIN = dt.datetime(2031, 5, 6, 8, tzinfo=cast.UTC)
END = BEGIN + dt.timedelta(hours=10)


def changed(**more):
    body = question([GRACE], BEGIN, END)
    body.update(more)
    return {key: value for key, value in body.items() if value is not None}


# title, body, HTTP status, code
BODIES = [
    ("not JSON", b"hello", 400, "malformed_request"),
    ("nothing at all", b"", 400, "malformed_request"),
    ("a list", [], 400, "malformed_request"),
    ("nested 100,000 deep", b"[" * 100_000, 400, "malformed_request"),
    ("broken UTF-8", b'{"zone":"\xff"}', 400, "malformed_request"),
    ("a member twice", b'{"zone":"UTC","zone":"UTC"}', 400, "malformed_request"),
    ("a member that nobody knows", changed(persons=[GRACE]), 400, "malformed_request"),
    ("another case of letters", changed(People=[GRACE]), 400, "malformed_request"),
    ("people is a text", changed(people=GRACE), 400, "malformed_request"),
    ("people holds a number", changed(people=[7]), 400, "malformed_request"),
    ("people holds null", changed(people=[None]), 400, "malformed_request"),
    ("no people", changed(people=None), 400, "mailbox_list_empty"),
    ("nobody in people", changed(people=[]), 400, "mailbox_list_empty"),
    ("101 people", changed(people=[GRACE] * 101), 400, "mailbox_list_too_long"),
    ("an address of 1,025 bytes", changed(people=["a" * 1025]), 400, "malformed_request"),
    ("no start", changed(start=None), 400, "window_invalid"),
    ("no end", changed(end=None), 400, "window_invalid"),
    ("start is a number", changed(start=7), 400, "malformed_request"),
    ("start is no time", changed(start="tomorrow"), 400, "window_invalid"),
    ("a day that does not exist", changed(start="2031-02-30T00:00:00Z"), 400, "window_invalid"),
    ("end before start", changed(end="2031-05-06T07:00:00Z"), 400, "window_invalid"),
    ("end is start", changed(end="2031-05-06T08:00:00Z"), 400, "window_invalid"),
    ("63 days", changed(end="2031-07-08T08:00:00Z"), 400, "window_too_long"),
    (
        "the year 1899",
        changed(start="1899-12-30T00:00:00Z", end="1899-12-31T00:00:00Z"),
        400,
        "window_invalid",
    ),
    ("interval 4", changed(interval_minutes=4), 400, "interval_invalid"),
    ("interval 1441", changed(interval_minutes=1441), 400, "interval_invalid"),
    ("interval a text", changed(interval_minutes="30"), 400, "malformed_request"),
    ("interval a fraction", changed(interval_minutes=7.5), 400, "malformed_request"),
    ("interval as large as can be", changed(interval_minutes=2**64), 400, "malformed_request"),
    (
        "an answer of half a million slots",
        changed(people=[GRACE] * 100, interval_minutes=5, end="2031-06-30T08:00:00Z"),
        400,
        "interval_invalid",
    ),
    ("an unknown zone", changed(zone="Mars/Olympus"), 400, "time_zone_invalid"),
    ("an empty zone", changed(zone=""), 400, "time_zone_invalid"),
    ("detail None", changed(detail="None"), 400, "view_invalid"),
    ("detail of another kind", changed(detail="everything"), 400, "view_invalid"),
]

GOOD_QUERY = f"person={GRACE}&start=2031-05-06T08:00:00Z&end=2031-05-06T18:00:00Z"
QUERIES = [
    ("nothing at all", "", "window_invalid"),
    ("a parameter that nobody knows", GOOD_QUERY + "&people=a", "malformed_request"),
    ("a parameter without a value", GOOD_QUERY + "&zone", "malformed_request"),
    ("an unfinished percent sign", GOOD_QUERY + "&zone=%4", "malformed_request"),
    ("no hexadecimal digits", GOOD_QUERY + "&zone=%zz", "malformed_request"),
    ("an encoded line end", GOOD_QUERY + "&zone=UTC%0d%0aX", "malformed_request"),
    ("a start twice", GOOD_QUERY + "&start=2031-05-06T08:00:00Z", "malformed_request"),
    ("an interval twice", GOOD_QUERY + "&interval=30&interval=30", "malformed_request"),
    ("interval 4", GOOD_QUERY + "&interval=4", "interval_invalid"),
    ("interval 1441", GOOD_QUERY + "&interval=1441", "interval_invalid"),
    ("interval no number", GOOD_QUERY + "&interval=soon", "interval_invalid"),
    ("an unknown zone", GOOD_QUERY + "&zone=Mars", "time_zone_invalid"),
    ("101 people", GOOD_QUERY + "&person=a@b.example" * 100, "mailbox_list_too_long"),
]


class PlainApiTest(JsonCase):
    def ask(self, people, begin, end, accept=None, **more):
        reply = self.send("POST", PATH, question(people, begin, end, **more), Accept=accept)
        self.assertEqual(reply.status, 200, reply.body)
        return reply

    def person(self, answer, name):
        return next(p for p in answer["people"] if p["person"] == name)

    def truth(self, person, begin, end):
        return [(b, e, EWS_WORDS[word]) for b, e, word in person.truth(begin, end)]

    def expect_alive(self):
        self.assertEqual(self.send("POST", PATH, changed()).status, 200)

    def test_json_says_what_the_calendars_say(self):
        begin, end = self.demo_window()
        asked = [GRACE, KETTLE, OSKAR, VICTOR, CAROL, NOBODY]
        reply = self.ask(asked, begin, end, zone="Europe/Berlin")
        answer = reply.json
        self.assertEqual(reply.headers["Content-Type"], "application/json")
        self.assertEqual([p["person"] for p in answer["people"]], asked)
        for person in cast.PEOPLE:
            if person.address not in asked:
                continue
            with self.subTest(person.address):
                got = self.person(answer, person.address)
                self.assertEqual(got["result"], "known")
                blocks = [
                    (
                        dt.datetime.fromisoformat(b["start"]),
                        dt.datetime.fromisoformat(b["end"]),
                        b["status"],
                    )
                    for b in got["blocks"]
                ]
                self.assertEqual(blocks, self.truth(person, begin, end))
                self.assertEqual(len(got["view"]), 20)
                self.assertNotIn("unknown", got["view"])
                self.assertNotIn("subject", str(got))
        self.assertEqual(self.person(answer, VICTOR)["path"], "availability-address-space")
        self.assertEqual(self.person(answer, GRACE)["path"], "own-tenant")
        nobody = self.person(answer, NOBODY)
        self.assertEqual(
            (nobody["result"], nobody["reason"]["code"]), ("unknown", "recipient_unknown")
        )
        self.assertEqual(set(nobody["view"]), {"unknown"})
        self.assertNotIn("blocks", nobody)
        offset = dt.datetime.fromisoformat(answer["window"]["start"]).utcoffset()
        self.assertIn(offset, (dt.timedelta(hours=1), dt.timedelta(hours=2)))

    def test_the_age_is_a_time(self):
        begin, end = self.fresh_window()
        before = dt.datetime.now(cast.UTC).replace(microsecond=0)
        first = self.ask([GRACE], begin, end).json["people"][0]
        second = self.ask([GRACE], begin, end).json["people"][0]
        self.assertEqual((first["cache"], second["cache"]), ("fetched", "cached"))
        for person in (first, second):
            as_of = dt.datetime.fromisoformat(person["as_of"].replace("Z", "+00:00"))
            self.assertLessEqual(before - dt.timedelta(seconds=1), as_of)
            self.assertLessEqual(as_of, dt.datetime.now(cast.UTC))

    def test_the_three_forms_agree(self):
        begin, end = self.demo_window()
        people = [GRACE, OSKAR, CAROL]
        answer = self.ask(people, begin, end).json
        rows = list(
            csv.DictReader(io.StringIO(self.ask(people, begin, end, "text/csv").text, newline=""))
        )
        calendar = icalendar.Calendar.from_ical(self.ask(people, begin, end, "text/calendar").body)
        self.assertEqual(calendar["METHOD"], "REPLY")
        components = list(calendar.walk("VFREEBUSY"))
        self.assertEqual(len(components), len(people))
        for name, component in zip(people, components):
            with self.subTest(name):
                blocks = self.person(answer, name)["blocks"]
                self.assertTrue(blocks)
                self.assertEqual(
                    [(r["start"], r["end"], r["status"]) for r in rows if r["person"] == name],
                    [(b["start"], b["end"], b["status"]) for b in blocks],
                )
                self.assertEqual(component["ATTENDEE"], "mailto:" + name)
                self.assertEqual(component["ORGANIZER"], "mailto:peggy@contoso.example")
                self.assertEqual(component["DTSTART"].dt, begin)
                self.assertEqual(component["DTEND"].dt, end)
                self.assertEqual(
                    self.periods(component),
                    [
                        (
                            dt.datetime.fromisoformat(b["start"]),
                            dt.datetime.fromisoformat(b["end"]),
                            FBTYPES[b["status"]],
                        )
                        for b in blocks
                    ],
                )

    def periods(self, component):
        found = component.get("FREEBUSY", [])
        found = found if isinstance(found, list) else [found]
        return [
            (p.dt[0], p.dt[1], p.params["FBTYPE"])
            if hasattr(p, "dt")
            else (p.start, p.end, p.params["FBTYPE"])
            for p in found
        ]

    def test_details_need_to_be_asked_for_and_allowed(self):
        begin, end = self.demo_window()
        for detail in (None, "AvailabilityOnly", "LimitedDetails"):
            more = {} if detail is None else {"detail": detail}
            with self.subTest(detail):
                answer = self.ask([KETTLE, VICTOR], begin, end, **more).json
                # The demo's calendars give times only, whatever is asked for.
                for person in answer["people"]:
                    self.assertEqual(person["level"], "AvailabilityOnly")
                    self.assertNotIn("subject", str(person))

    def test_a_query_is_the_same_question(self):
        begin, end = self.demo_window()
        posted = self.ask([GRACE, VICTOR], begin, end, zone="W. Europe Standard Time").json
        query = urllib.parse.urlencode(
            {
                "person": [GRACE, VICTOR],
                "start": begin.isoformat(),
                "end": end.isoformat(),
                "zone": "W. Europe Standard Time",
                "interval": 30,
            },
            doseq=True,
        )
        got = self.send("GET", PATH + "?" + query)
        self.assertEqual(got.status, 200, got.body)
        for field in ("window", "zone", "interval_minutes"):
            self.assertEqual(got.json[field], posted[field])
        for one, other in zip(got.json["people"], posted["people"]):
            self.assertEqual((one["blocks"], one["view"]), (other["blocks"], other["view"]))

    def test_one_person_twice_is_answered_twice(self):
        begin, end = self.demo_window()
        answer = self.ask([GRACE, "GRACE@Contoso.Example"], begin, end).json
        one, other = answer["people"]
        self.assertEqual(other["person"], "GRACE@Contoso.Example")
        self.assertEqual(one["blocks"], other["blocks"])

    def test_bad_bodies(self):
        for title, body, status, code in BODIES:
            with self.subTest(title):
                reply = self.send("POST", PATH, body)
                self.assertEqual((reply.status, reply.code), (status, code), reply.body)
                self.assertEqual(reply.headers["Content-Type"], "application/json")
                self.assertEqual(set(reply.json), {"error"})
                self.assertEqual(set(reply.json["error"]), {"code", "message"})
        self.expect_alive()

    def test_an_unknown_member_is_named(self):
        reply = self.send("POST", PATH, changed(intervall=30))
        self.assertIn('"intervall"', reply.json["error"]["message"])

    def test_bad_queries(self):
        for title, query, code in QUERIES:
            with self.subTest(title):
                reply = self.send("GET", PATH + "?" + query)
                self.assertEqual((reply.status, reply.code), (400, code), reply.body)
        self.assertEqual(self.send("GET", PATH + "?" + GOOD_QUERY).status, 200)

    def test_refusals(self):
        rows = [
            ("wrong verb", "PUT", PATH, changed(), {}, 405, "method_not_allowed"),
            ("a verb that nobody knows", "BREW", PATH, None, {}, 405, "method_not_allowed"),
            ("no credentials", "POST", PATH, changed(), {"Authorization": None}, 401,
             "unauthenticated"),
            ("wrong password", "POST", PATH, changed(), {"Authorization": self.basic("wrong")}, 401,
             "unauthenticated"),
            ("an unsigned token", "GET", PATH + "?" + GOOD_QUERY, None,
             {"Authorization": "Bearer eyJhbGciOiJub25lIn0.e30."}, 401, "unauthenticated"),
            ("another type", "POST", PATH, changed(), {"Content_Type": "text/xml"}, 415,
             "unsupported_media_type"),
            ("a form", "POST", PATH, GOOD_QUERY,
             {"Content_Type": "application/x-www-form-urlencoded"}, 415, "unsupported_media_type"),
            ("no form that we have", "POST", PATH, changed(), {"Accept": "text/html"}, 406,
             "not_acceptable"),
            ("every form refused", "POST", PATH, changed(), {"Accept": "*/*;q=0"}, 406,
             "not_acceptable"),
            ("nonsense in Accept", "POST", PATH, changed(), {"Accept": ";;,=/"}, 406,
             "not_acceptable"),
            ("a body and a query", "POST", PATH + "?" + GOOD_QUERY, changed(), {}, 400,
             "malformed_request"),
            ("a broken trail", "POST", PATH, changed(), {"X_FreeBusy_Gateway": "no id!"}, 400,
             "malformed_request"),
        ]  # fmt: skip
        for title, method, path, body, headers, status, code in rows:
            with self.subTest(title):
                reply = self.send(method, path, body, **headers)
                self.assertEqual((reply.status, reply.code), (status, code), reply.body)
                self.assertEqual("WWW-Authenticate" in reply.headers, status == 401)
                self.assertEqual("Allow" in reply.headers, status == 405)
                self.assertIn("request-id", reply.headers)
        self.assertEqual(self.send("PUT", PATH, changed()).headers["Allow"], "POST, GET")
        too_large = self.send_too_much(PATH)
        if too_large:
            self.assertEqual((too_large.status, too_large.code), (413, "body_too_large"))
        self.expect_alive()

    def test_a_question_that_was_here_before_is_a_loop(self):
        begin, end = self.demo_window()
        reply = self.send(
            "POST", PATH, question([GRACE], begin, end), X_FreeBusy_Gateway="gateway-contoso"
        )
        person = reply.json["people"][0]
        self.assertEqual((person["result"], person["reason"]["code"]), ("unknown", "second_hop"))

    def test_unknown_is_never_free(self):
        """Each way in which an upstream can fail, in each form; the neighbour is answered."""
        for title, host, person in UPSTREAMS:
            for fault in FAULTS:
                for accept in ("application/json", "text/csv", "text/calendar"):
                    with self.subTest(title, fault=fault, accept=accept):
                        begin, end = self.fresh_window()
                        reply = self.with_fault(
                            host,
                            fault,
                            lambda: self.ask([person.address, KETTLE], begin, end, accept),
                        )
                        self.expect_unknown(reply, accept, begin, end)

    def expect_unknown(self, reply, accept, begin, end):
        if accept == "application/json":
            broken, neighbour = reply.json["people"]
            self.assertEqual(broken["result"], "unknown")
            self.assertEqual(set(broken["view"]), {"unknown"})
            self.assertNotIn("blocks", broken)
            self.assertEqual(neighbour["result"], "known")
        elif accept == "text/csv":
            rows = list(csv.DictReader(io.StringIO(reply.text, newline="")))
            self.assertEqual([r["status"] for r in rows[:1]], ["unknown"])
            self.assertNotEqual(rows[0]["reason_code"], "")
            self.assertEqual({r["result"] for r in rows[1:]}, {"known"})
        else:
            broken, neighbour = icalendar.Calendar.from_ical(reply.body).walk("VFREEBUSY")
            self.assertEqual(self.periods(broken), [(begin, end, "BUSY-UNAVAILABLE")])
            self.assertNotIn("2.0", str(broken["REQUEST-STATUS"]))
            self.assertEqual(str(neighbour["REQUEST-STATUS"]), "2.0;Success")


if __name__ == "__main__":
    stage_case.main()

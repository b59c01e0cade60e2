# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""The Graph-shaped front over the demo's stage: what a client of Graph sends and reads."""
import datetime as dt

import stage_case
from json_case import CAROL, FAULTS, GRACE, KETTLE, NOBODY, OSKAR, VICTOR, JsonCase
from stage_case import UPSTREAMS, cast

ME = "/v1.0/me/calendar/getSchedule"
USER = "/v1.0/users/{}/calendar/getSchedule"
MEETINGS = "/v1.0/me/findMeetingTimes"
GRAPH_WORDS = {
    "Free": "free",
    "Tentative": "tentative",
    "Busy": "busy",
    "OOF": "oof",
    "WorkingElsewhere": "workingElsewhere",
}
BEGIN = dt.datetime(2031, 5, 6, 8, tzinfo=cast.UTC)
END = BEGIN + dt.timedelta(hours=10)


def time(at, zone="UTC"):
    return {"dateTime": at.strftime("%Y-%m-%dT%H:%M:%S"), "timeZone": zone}


def call(schedules, begin=BEGIN, end=END, **more):
    return {"schedules": schedules, "startTime": time(begin), "endTime": time(end), **more}


def changed(**more):
    body = call([GRACE])
    body.update(more)
    return {key: value for key, value in body.items() if value != "absent"}


def meeting(attendees, begin=BEGIN, end=END, **more):
    return {
        "attendees": [{"type": "required", "emailAddress": {"address": a}} for a in attendees],
        "timeConstraint": {
            "activityDomain": "unrestricted",
            "timeSlots": [{"start": time(begin), "end": time(end)}],
        },
        **more,
    }


# title, body, HTTP status, code
SCHEDULE_BODIES = [
    ("not JSON", b"hello", 400, "BadRequest"),
    ("nothing at all", b"", 400, "BadRequest"),
    ("a list", [], 400, "BadRequest"),
    ("nested 100,000 deep", b"[" * 100_000, 400, "BadRequest"),
    ("a member twice", b'{"schedules":[],"schedules":[]}', 400, "BadRequest"),
    ("no schedules", changed(schedules="absent"), 400, "ErrorInvalidParameter"),
    ("an empty list", changed(schedules=[]), 400, "ErrorInvalidParameter"),
    ("schedules a text", changed(schedules=GRACE), 400, "ErrorInvalidParameter"),
    ("a schedule is a number", changed(schedules=[7]), 400, "BadRequest"),
    ("21 schedules", changed(schedules=[GRACE] * 21), 400, "ErrorMailboxDataArrayTooBig"),
    ("no start", changed(startTime="absent"), 400, "ErrorInvalidTimeInterval"),
    ("start is a text", changed(startTime="2031-05-06T08:00:00Z"), 400, "ErrorInvalidTimeInterval"),
    ("end before start", changed(endTime=time(BEGIN - dt.timedelta(1))), 400,
     "ErrorInvalidTimeInterval"),
    ("end is start", changed(endTime=time(BEGIN)), 400, "ErrorInvalidTimeInterval"),
    ("63 days", changed(endTime=time(BEGIN + dt.timedelta(63))), 400, "ErrorTimeIntervalTooBig"),
    ("an unknown zone", changed(startTime=time(BEGIN, "Mars")), 400,
     "TimeZoneNotSupportedException"),
    ("interval 4", changed(availabilityViewInterval=4), 400, "ErrorInvalidMergedFreeBusyInterval"),
    ("interval 1441", changed(availabilityViewInterval=1441), 400,
     "ErrorInvalidMergedFreeBusyInterval"),
    ("interval null", changed(availabilityViewInterval=None), 400,
     "ErrorInvalidMergedFreeBusyInterval"),
]  # fmt: skip

MEETING_BODIES = [
    ("not JSON", b"hello", 400, "BadRequest"),
    ("a list", [], 400, "BadRequest"),
    ("nested 100,000 deep", b"[" * 100_000, 400, "BadRequest"),
    ("attendees a text", {"attendees": GRACE}, 400, "ErrorInvalidRequest"),
    ("50 attendees", meeting([GRACE] * 50), 400, "ErrorMailboxDataArrayTooBig"),
    ("an attendee without an address", {"attendees": [{"type": "required"}]}, 400,
     "ErrorInvalidRequest"),
    ("a type that nobody knows",
     {"attendees": [{"type": "chair", "emailAddress": {"address": GRACE}}]}, 400,
     "ErrorInvalidRequest"),
    ("a meeting of 29 minutes", meeting([GRACE], meetingDuration="PT29M"), 400,
     "ErrorInvalidRequest"),
    ("a meeting of more than a day", meeting([GRACE], meetingDuration="PT24H1M"), 400,
     "ErrorInvalidRequest"),
    ("a length that is none", meeting([GRACE], meetingDuration="an hour"), 400,
     "ErrorInvalidRequest"),
    ("no candidates", meeting([GRACE], maxCandidates=0), 400, "ErrorInvalidRequest"),
    ("101 candidates", meeting([GRACE], maxCandidates=101), 400, "ErrorInvalidRequest"),
    ("101 percent", meeting([GRACE], minimumAttendeePercentage=101), 400, "ErrorInvalidRequest"),
    ("percent a text", meeting([GRACE], minimumAttendeePercentage="half"), 400,
     "ErrorInvalidRequest"),
    ("a place is required", meeting([GRACE], locationConstraint={"isRequired": True}), 400,
     "ErrorInvalidRequest"),
    ("63 days", meeting([GRACE], end=BEGIN + dt.timedelta(63)), 400, "ErrorTimeIntervalTooBig"),
    ("end before start", meeting([GRACE], end=BEGIN - dt.timedelta(1)), 400,
     "ErrorInvalidTimeInterval"),
    ("no time slot", {"timeConstraint": {"timeSlots": []}}, 400, "ErrorInvalidRequest"),
    ("21 time slots",
     {"timeConstraint": {"timeSlots": [{"start": time(BEGIN), "end": time(END)}] * 21}}, 400,
     "ErrorInvalidRequest"),
    ("a domain that nobody knows", {"timeConstraint": {"activityDomain": "play"}}, 400,
     "ErrorInvalidRequest"),
]  # fmt: skip


class GraphFrontTest(JsonCase):
    def schedules(self, people, begin, end, path=ME, **headers):
        reply = self.send("POST", path, call(people, begin, end), **headers)
        self.assertEqual(reply.status, 200, reply.body)
        return reply.json["value"]

    def expect_alive(self):
        self.assertEqual(self.send("POST", ME, changed()).status, 200)

    def expect_error(self, reply, status, code):
        self.assertEqual((reply.status, reply.code), (status, code), reply.body)
        self.assertTrue(reply.headers["Content-Type"].startswith("application/json"))
        inner = reply.json["error"]["innerError"]
        self.assertEqual(inner["request-id"], reply.headers["request-id"])
        self.assertEqual(set(inner), {"date", "request-id", "client-request-id"})

    def test_schedules_say_what_the_calendars_say(self):
        begin, end = self.demo_window()
        people = [GRACE, KETTLE, OSKAR, VICTOR, CAROL]
        value = self.schedules(people + [NOBODY], begin, end)
        self.assertEqual([s["scheduleId"] for s in value], people + [NOBODY])
        for person in cast.PEOPLE:
            if person.address not in people:
                continue
            with self.subTest(person.address):
                schedule = value[people.index(person.address)]
                self.assertNotIn("error", schedule)
                self.assertEqual(len(schedule["availabilityView"]), 20)
                items = [
                    (self.read(i["start"]), self.read(i["end"]), i["status"])
                    for i in schedule["scheduleItems"]
                ]
                self.assertEqual(
                    items, [(b, e, GRAPH_WORDS[w]) for b, e, w in person.truth(begin, end)]
                )
        nobody = value[-1]
        self.assertEqual((nobody["availabilityView"], nobody["scheduleItems"]), ("", []))
        self.assertEqual(nobody["error"]["responseCode"], "5009")

    def read(self, at):
        self.assertEqual(at["timeZone"], "UTC")
        self.assertTrue(at["dateTime"].endswith(".0000000"))
        return dt.datetime.fromisoformat(at["dateTime"][:19]).replace(tzinfo=cast.UTC)

    def test_the_user_in_the_path_decides_nothing(self):
        begin, end = self.demo_window()
        expected = self.schedules([GRACE], begin, end)
        for user in (
            "peggy@contoso.example",
            "peggy%40contoso.example",
            "stranger%40nowhere.example",
            "87d349ed-44d7-43e1-9a83-5f2406dee5bd",
        ):
            with self.subTest(user):
                self.assertEqual(self.schedules([GRACE], begin, end, USER.format(user)), expected)
        for user in ("peggy", "%zz", "%", "a@b@c", "a%40b.example%00"):
            with self.subTest(user):
                self.expect_error(
                    self.send("POST", USER.format(user), call([GRACE])), 404, "ErrorItemNotFound"
                )

    def test_the_preferred_zone(self):
        begin, end = self.demo_window()
        for zone in ("W. Europe Standard Time", "Europe/Berlin"):
            with self.subTest(zone):
                prefer = f'outlook.timezone="{zone}"'
                reply = self.send("POST", ME, call([GRACE], begin, end), Prefer=prefer)
                self.assertEqual(reply.headers["Preference-Applied"], prefer)
                start = reply.json["value"][0]["scheduleItems"][0]["start"]
                self.assertEqual(start["timeZone"], zone)
                hours = int(start["dateTime"][11:13]) - 8
                self.assertIn(hours, (1, 2))
        reply = self.send("POST", ME, changed(), Prefer='outlook.timezone="Mars"')
        self.expect_error(reply, 400, "TimeZoneNotSupportedException")

    def test_keys_in_pascal_case(self):
        begin, end = self.demo_window()
        body = {
            "Schedules": [GRACE],
            "StartTime": {"DateTime": time(begin)["dateTime"], "TimeZone": "UTC"},
            "EndTime": {"DateTime": time(end)["dateTime"], "TimeZone": "UTC"},
            "AvailabilityViewInterval": 60,
        }
        reply = self.send("POST", ME, body)
        self.assertEqual(reply.status, 200, reply.body)
        self.assertEqual(len(reply.json["value"][0]["availabilityView"]), 10)

    def test_bad_bodies(self):
        for path, rows in ((ME, SCHEDULE_BODIES), (MEETINGS, MEETING_BODIES)):
            for title, body, status, code in rows:
                with self.subTest(title, path=path):
                    self.expect_error(self.send("POST", path, body), status, code)
        self.expect_alive()

    def test_refusals(self):
        form = {"Content_Type": "application/x-www-form-urlencoded"}
        rows = [
            ("wrong verb", "GET", None, {}, 405, "MethodNotAllowed"),
            ("no credentials", "POST", changed(), {"Authorization": None}, 401,
             "InvalidAuthenticationToken"),
            ("wrong password", "POST", changed(), {"Authorization": self.basic("wrong")}, 401,
             "InvalidAuthenticationToken"),
            ("an unsigned token", "POST", changed(),
             {"Authorization": "Bearer eyJhbGciOiJub25lIn0.e30."}, 401,
             "InvalidAuthenticationToken"),
            ("a form", "POST", "schedules=" + GRACE, form, 415, "UnsupportedMediaType"),
            ("a broken trail", "POST", changed(), {"X_FreeBusy_Gateway": "no id!"}, 400,
             "BadRequest"),
        ]  # fmt: skip
        for path in (ME, USER.format(GRACE), MEETINGS):
            for title, method, body, headers, status, code in rows:
                with self.subTest(title, path=path):
                    reply = self.send(method, path, body, **headers)
                    self.expect_error(reply, status, code)
                    self.assertEqual("WWW-Authenticate" in reply.headers, status == 401)
                    self.assertEqual(reply.headers["Allow"], "POST" if status == 405 else None)
            too_large = self.send_too_much(path)
            if too_large:
                self.expect_error(too_large, 413, "RequestEntityTooLarge")
        self.expect_alive()

    def test_a_request_id_is_taken_over(self):
        wanted = "11111111-2222-3333-4444-555555555555"
        reply = self.send("POST", ME, b"{", client_request_id=wanted)
        self.assertEqual(reply.headers["request-id"], wanted)
        self.assertEqual(reply.json["error"]["innerError"]["client-request-id"], wanted)

    def test_unknown_is_never_free(self):
        for title, host, person in UPSTREAMS:
            for fault in FAULTS:
                with self.subTest(title, fault=fault):
                    begin, end = self.fresh_window()
                    broken, neighbour = self.with_fault(
                        host, fault, lambda: self.schedules([person.address, KETTLE], begin, end)
                    )
                    self.assertEqual(
                        (broken["availabilityView"], broken["scheduleItems"]), ("", [])
                    )
                    self.assertIsInstance(broken["error"]["responseCode"], str)
                    self.assertNotIn("error", neighbour)

    def suggestions(self, body, **headers):
        reply = self.send("POST", MEETINGS, body, **headers)
        self.assertEqual(reply.status, 200, reply.body)
        return reply.json

    def starts(self, answer):
        return [
            s["meetingTimeSlot"]["start"]["dateTime"][11:16]
            for s in answer["meetingTimeSuggestions"]
        ]

    def test_meeting_times(self):
        # Peggy is busy 9-10; Grace 8:30-9:30, tentative 13-14; Kettle 11-12.
        begin, end = self.demo_window()
        asked = meeting([GRACE, KETTLE], begin, begin + dt.timedelta(hours=6),
                        meetingDuration="PT1H", returnSuggestionReasons=True)  # fmt: skip
        answer = self.suggestions({**asked, "minimumAttendeePercentage": 100})
        self.assertEqual(answer["emptySuggestionsReason"], "")
        self.assertEqual(self.starts(answer), ["10:00", "12:00"])
        first = answer["meetingTimeSuggestions"][0]
        self.assertEqual((first["confidence"], first["order"]), (100, 1))
        self.assertEqual(first["organizerAvailability"], "free")
        self.assertTrue(first["suggestionReason"])
        self.assertEqual(
            [a["attendee"]["emailAddress"]["address"] for a in first["attendeeAvailability"]],
            [GRACE, KETTLE],
        )
        half = self.suggestions(asked)
        self.assertEqual(self.starts(half)[:2], ["10:00", "12:00"])
        self.assertNotIn("09:00", self.starts(half), "the organizer is busy")
        confidences = [s["confidence"] for s in half["meetingTimeSuggestions"]]
        self.assertEqual(confidences, sorted(confidences, reverse=True))
        self.assertEqual(set(confidences), {100, 50})
        one = self.suggestions({**asked, "maxCandidates": 1})
        self.assertEqual(self.starts(one), ["10:00"])

    def test_an_unknown_attendee_is_not_free(self):
        begin, end = self.demo_window()
        answer = self.suggestions(meeting([NOBODY], begin, end))
        self.assertEqual(answer["meetingTimeSuggestions"], [])
        self.assertEqual(answer["emptySuggestionsReason"], "attendeesUnavailableOrUnknown")
        low = self.suggestions(meeting([NOBODY], begin, end, minimumAttendeePercentage=40))
        self.assertTrue(low["meetingTimeSuggestions"])
        for suggestion in low["meetingTimeSuggestions"]:
            self.assertEqual(suggestion["confidence"], 49)
            self.assertEqual(suggestion["attendeeAvailability"][0]["availability"], "unknown")

    def test_reasons_for_no_suggestion(self):
        begin, _ = self.demo_window()
        nine = begin + dt.timedelta(hours=1)
        answer = self.suggestions(meeting([KETTLE], nine, nine + dt.timedelta(minutes=30)))
        self.assertEqual(answer["emptySuggestionsReason"], "organizerUnavailable")
        optional = self.suggestions(
            meeting([KETTLE], nine, nine + dt.timedelta(minutes=30), isOrganizerOptional=True)
        )
        self.assertEqual(len(optional["meetingTimeSuggestions"]), 1)
        self.assertEqual(optional["meetingTimeSuggestions"][0]["organizerAvailability"], "busy")
        eleven = begin + dt.timedelta(hours=3)
        answer = self.suggestions(meeting([KETTLE], eleven, eleven + dt.timedelta(minutes=30)))
        self.assertEqual(answer["emptySuggestionsReason"], "attendeesUnavailable")

    def test_the_organizer_of_the_path(self):
        begin, end = self.demo_window()
        path = "/v1.0/users/{}/findMeetingTimes"
        body = meeting([], begin, begin + dt.timedelta(hours=2), meetingDuration="PT30M")
        reply = self.send("POST", path.format("grace%40contoso.example"), body)
        self.assertEqual(self.starts(reply.json), ["08:00", "09:30"])
        for user in ("87d349ed-44d7-43e1-9a83-5f2406dee5bd", "grace"):
            self.expect_error(self.send("POST", path.format(user), body), 404, "ErrorItemNotFound")


if __name__ == "__main__":
    stage_case.main()

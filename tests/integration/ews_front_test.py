# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""What EWS offers beside a view: suggestions, judged by the view that the same gateway gives;
groups, judged by their members; and gzip in both directions, judged by curl."""
import base64
import datetime as dt
import gzip
import http.client
import os
import re
import signal
import ssl
import subprocess
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter

import stage_case
from stage_case import StageCase, cast

import ews

PEGGY = "peggy@contoso.example"
GRACE = "grace@contoso.example"
KETTLE = "kettle@contoso.example"
VICTOR = "victor@contoso-cn.example"
GHOST = "ghost@contoso.example"
GROUP = "everybody@contoso.example"
PEOPLE = [PEGGY, GRACE, KETTLE, VICTOR]
PATH = "/EWS/Exchange.asmx"
HALF_HOUR = dt.timedelta(minutes=30)
BUSY_TYPES = {"0": "Free", "1": "Tentative", "2": "Busy", "3": "OOF", "4": "NoData"}
WAIT_SECONDS_MAX = 20


def window_xml(name, begin, end):
    return (
        f"<t:{name}><t:StartTime>{begin:%Y-%m-%dT%H:%M:%S}</t:StartTime>"
        f"<t:EndTime>{end:%Y-%m-%dT%H:%M:%S}</t:EndTime></t:{name}>"
    )


def suggestions_xml(begin, end, quality="Poor", minutes=60):
    return (
        "<t:SuggestionsViewOptions><t:MaximumResultsByDay>48</t:MaximumResultsByDay>"
        "<t:MaximumNonWorkHourResultsByDay>48</t:MaximumNonWorkHourResultsByDay>"
        f"<t:MeetingDurationInMinutes>{minutes}</t:MeetingDurationInMinutes>"
        f"<t:MinimumSuggestionQuality>{quality}</t:MinimumSuggestionQuality>"
        + window_xml("DetailedSuggestionsWindow", begin, end)
        + "</t:SuggestionsViewOptions>"
    ).encode()


def suggestions_question(addresses, begin, end, **options):
    """Without a view."""
    question = ews.question(addresses, begin, end, 30, "MergedOnly")
    return re.sub(
        rb"<t:FreeBusyViewOptions>.*</t:FreeBusyViewOptions>",
        suggestions_xml(begin, end, **options),
        question,
    )


class EwsFrontTest(StageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = cls.stage.files.gateway_folder(cast.CONTOSO)
        file = folder / "federation.toml"
        members = ", ".join(f'"{address}"' for address in [*PEOPLE, GHOST, GROUP])
        group = f'[[tenant.group]]\naddress = "{GROUP}"\nmembers = [{members}]\n\n'
        text = file.read_text()
        place = text.index("[[tenant.address_space]]")
        file.write_text(text[:place] + group + text[place:])
        os.kill(cls.stage.pids["contoso"], signal.SIGHUP)
        limit = time.monotonic() + WAIT_SECONDS_MAX
        while '"event":"reloaded"' not in (folder / "freebusyd.log").read_text():
            if time.monotonic() > limit:
                raise AssertionError((folder / "freebusyd.log").read_text()[-2000:])
            time.sleep(0.05)

    def setUp(self):
        self.begin = dt.datetime.combine(cast.demo_day(), dt.time(6), cast.UTC)
        self.end = self.begin + dt.timedelta(hours=14)

    def post(self, body, path=PATH, **headers):
        pair = f"{PEGGY}:{self.stage.files.passwords[PEGGY]}".encode()
        sent = {
            "Content-Type": "text/xml; charset=utf-8",
            "Authorization": "Basic " + base64.b64encode(pair).decode(),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        connection = http.client.HTTPSConnection(
            "localhost",
            self.stage.files.ports["contoso"],
            context=ssl.create_default_context(cafile=str(self.stage.files.ca_file)),
            timeout=30,
        )
        try:
            connection.request("POST", path, body, sent)
            reply = connection.getresponse()
            return reply, reply.read()
        finally:
            connection.close()

    def ask(self, body):
        reply, answer = self.post(body)
        self.assertEqual(reply.status, 200, answer)
        return ElementTree.fromstring(answer)

    def digits(self, addresses):
        answer = self.ask(ews.question(addresses, self.begin, self.end, 30, "MergedOnly"))
        return [found.text for found in answer.iter(ews.T + "MergedFreeBusy")]

    def suggestions(self, answer):
        """Per suggestion: its begin, its quality, its conflicts."""
        for found in answer.iter(ews.T + "Suggestion"):
            begin = ews.read_time(found.findtext(ews.T + "MeetingTime"))
            quality = found.findtext(ews.T + "SuggestionQuality")
            yield begin, quality, found.find(ews.T + "AttendeeConflictDataArray")

    def strongest(self, digits, begin):
        first = (begin - self.begin) // HALF_HOUR
        return max(digits[first : first + 2], key="04123".find)

    def test_suggestions_agree_with_the_view(self):
        views = self.digits(PEOPLE)
        self.assertEqual(len(views), len(PEOPLE))
        found = list(self.suggestions(self.ask(suggestions_question(PEOPLE, self.begin, self.end))))
        starts = int((self.end - self.begin) / HALF_HOUR) - 1
        self.assertEqual(
            sorted(begin for begin, _, _ in found),
            [self.begin + i * HALF_HOUR for i in range(starts)],
        )
        qualities = Counter()
        for begin, quality, conflicts in found:
            expected = [BUSY_TYPES[self.strongest(view, begin)] for view in views]
            told = [c.findtext(ews.T + "BusyType") for c in conflicts]
            # Working elsewhere is merged as free.
            told = ["Free" if status == "WorkingElsewhere" else status for status in told]
            self.assertEqual(told, expected, begin)
            share = expected.count("Free") / len(expected)
            names = [(1, "Excellent"), (0.75, "Good"), (0.5, "Fair"), (0, "Poor")]
            self.assertEqual(quality, next(name for least, name in names if share >= least))
            qualities[quality] += 1
        self.assertGreater(len(qualities), 1, "a day on which every time is as good")

    def test_only_what_was_asked_for_is_answered(self):
        alone = self.ask(suggestions_question([PEGGY], self.begin, self.end))
        view = self.ask(ews.question([PEGGY], self.begin, self.end, 30, "Detailed"))
        both = self.ask(
            ews.question([PEGGY], self.begin, self.end, 30, "Detailed").replace(
                b"</t:FreeBusyViewOptions>",
                b"</t:FreeBusyViewOptions>" + suggestions_xml(self.begin, self.end),
            )
        )
        for answer, parts in ((alone, (0, 1)), (view, (1, 0)), (both, (1, 1))):
            found = tuple(
                len(list(answer.iter(ews.M + name)))
                for name in ("FreeBusyResponseArray", "SuggestionsResponse")
            )
            self.assertEqual(found, parts)

    def test_six_weeks_have_a_day_each(self):
        midnight = dt.datetime.combine(cast.demo_day(), dt.time(0), cast.UTC)
        end = midnight + dt.timedelta(days=42)
        answer = self.ask(suggestions_question([PEGGY, VICTOR], midnight, end, quality="Excellent"))
        dates = [ews.read_time(day.text) for day in answer.iter(ews.T + "Date")]
        self.assertEqual(dates, [midnight + dt.timedelta(days=i) for i in range(42)])

    def test_without_a_calendar_there_is_an_error_for_the_suggestions(self):
        answer = self.ask(suggestions_question([GHOST], self.begin, self.end))
        codes = [code.text for code in answer.iter(ews.M + "ResponseCode")]
        self.assertEqual(codes, ["ErrorMeetingSuggestionGenerationFailed"])

    def test_a_group_is_what_its_members_are(self):
        views = self.digits(PEOPLE)
        answer = self.ask(ews.question([GROUP], self.begin, self.end, 30, "DetailedMerged"))
        self.assertEqual(answer.findtext(f".//{ews.T}FreeBusyViewType"), "MergedOnly")
        merged = answer.findtext(f".//{ews.T}MergedFreeBusy")
        # One member is nobody: what is not busy is unknown.
        expected = "".join(max((*slot, "4"), key="04123".find) for slot in zip(*views))
        self.assertEqual(merged, expected)
        answer = self.ask(suggestions_question([GROUP], self.begin, self.end))
        found = list(self.suggestions(answer))
        self.assertEqual(len(found), int((self.end - self.begin) / HALF_HOUR) - 1)
        for begin, _, conflicts in found:
            counted = Counter(self.strongest(view, begin) for view in views)
            numbers = [int(number.text) for number in conflicts[0]]
            busy = counted["1"] + counted["2"] + counted["3"]
            self.assertEqual(numbers, [len(PEOPLE) + 1, counted["0"], busy, 1], begin)

    def curl(self, *options):
        command = ["curl", "--silent", "--show-error", "--cacert", str(self.stage.files.ca_file)]
        command += ["--user", f"{PEGGY}:{self.stage.files.passwords[PEGGY]}"]
        command += ["--header", "Content-Type: text/xml", "--dump-header", "/dev/stderr"]
        url = f"https://localhost:{self.stage.files.ports['contoso']}{PATH}"
        question = ews.question(PEOPLE, self.begin, self.end, 5, "DetailedMerged")
        done = subprocess.run(
            [*command, *options, "--data-binary", "@-", url],
            input=question,
            capture_output=True,
            check=True,
        )
        return done.stderr.decode().lower(), done.stdout

    def test_curl_takes_the_answer_compressed(self):
        head, plain = self.curl()
        self.assertNotIn("content-encoding", head)
        head, inflated = self.curl("--compressed")
        self.assertIn("content-encoding: gzip\r\n", head)
        self.assertIn("vary: accept-encoding\r\n", head)
        self.assertEqual(inflated, plain)
        head, raw = self.curl("--header", "Accept-Encoding: gzip")
        self.assertLess(len(raw), len(plain) / 2)
        self.assertEqual(gzip.decompress(raw), plain)

    def test_a_deflated_question_is_the_same_question(self):
        question = ews.question(PEOPLE, self.begin, self.end, 30, "DetailedMerged")
        _, plain = self.post(question)
        reply, answer = self.post(gzip.compress(question), Content_Encoding="gzip")
        self.assertEqual((reply.status, answer), (200, plain))

    def test_the_security_paths_say_the_same_to_everybody(self):
        question = ews.question([PEGGY], self.begin, self.end, 30, "Detailed")
        answers = set()
        for path in ("/WSSecurity", "/wssecurity/symmetrickey", "/WSSecurity/X509Cert"):
            for body in (b"", b"hello", question):
                reply, answer = self.post(body, PATH + path)
                self.assertEqual(reply.status, 500)
                answers.add(answer)
        self.assertEqual(len(answers), 1)
        self.assertRegex(answers.pop(), rb"<faultcode [^>]*>a:InvalidSecurity</faultcode>")


if __name__ == "__main__":
    stage_case.main()

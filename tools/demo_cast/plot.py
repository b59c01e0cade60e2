# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""The plot of the demo. Each step asks a gateway, shows what came back, and is judged against what
the calendars say or what the sharing model demands."""
import datetime as dt

import cast
import grid

FIRST_HOUR, HOURS, INTERVAL_MINUTES = 8, 10, 30


class Plot:
    def __init__(self, stage):
        self.stage = stage
        self.failures = []
        self.number = 0
        self.request_id = None

    def window(self, days=0):
        day = cast.demo_day() + dt.timedelta(days=days)
        begin = dt.datetime.combine(day, dt.time(FIRST_HOUR), cast.UTC)
        return begin, begin + dt.timedelta(hours=HOURS)

    def title(self, text):
        self.number += 1
        print("\n" + grid.bold(f"{self.number}. {text}"))

    def judge(self, what, good):
        print(("   ok    " if good else "   WRONG ") + what)
        if not good:
            self.failures.append(f"step {self.number}: {what}")

    def ask(self, tenant, people, days=0, view="FreeBusyMerged"):
        begin, end = self.window(days)
        client = self.stage.client(tenant)
        answers = client.ask([p.address for p in people], begin, end, INTERVAL_MINUTES, view)
        self.request_id = client.last_request_id
        grid.draw([p.name for p in people], answers, FIRST_HOUR, HOURS)
        return answers

    def expect_truth(self, person, answer, days=0):
        begin, end = self.window(days)
        good = answer.code == "NoError" and answer.events == person.truth(begin, end)
        self.judge(f"{person.name}'s times are what the calendar says", good)
        digits = {ews_name: digit for _, ews_name, digit in cast.STATUSES.values()}
        slots = int((end - begin) / dt.timedelta(minutes=INTERVAL_MINUTES))
        merged = ["0"] * slots
        for start, stop, status in person.truth(begin, end):
            for slot in range(slots):
                at = begin + dt.timedelta(minutes=INTERVAL_MINUTES * slot)
                if start < at + dt.timedelta(minutes=INTERVAL_MINUTES) and stop > at:
                    merged[slot] = max(merged[slot], digits[status])
        self.judge(f"{person.name}'s slots are too", answer.merged == "".join(merged))

    def expect_refusal(self, answer, code):
        print(f"         the caller is told: {answer.text}")
        self.judge(f"refused with {code}", answer.code == code and not answer.events)
        self.judge("with a reason in words", len(answer.text) > 10)

    def expect_rule(self, tenant, rule):
        record = self.stage.record_of(tenant, self.request_id)
        mailbox = (record.get("mailboxes") or [{}])[0]
        print(
            f"         {tenant.title}'s operator reads: "
            f"{mailbox.get('rule')}: {mailbox.get('detail')}"
        )
        self.judge(f"the log names the rule {rule}", mailbox.get("rule") == rule)

    def run(self):
        print(grid.legend())
        self.two_clouds_in_one_call()
        self.from_the_cache()
        self.the_other_direction()
        self.a_relationship_shows_more()
        self.nobody_of_that_name()
        self.not_on_the_allowlist()
        self.government_to_china()
        self.one_cloud_is_broken()
        print()
        for failure in self.failures:
            print("WRONG " + failure)
        print(f"{self.number} steps, {len(self.failures)} failures")
        return 1 if self.failures else 0

    def two_clouds_in_one_call(self):
        self.title("Peggy asks for Victor in 21Vianet and for her colleagues, in one call")
        victor = cast.CONTOSO_CHINA.person("victor")
        people = [victor] + [cast.CONTOSO.person(n) for n in ("grace", "oskar", "kettle")]
        answers = self.ask(cast.CONTOSO, people)
        for person, answer in zip(people, answers):
            self.expect_truth(person, answer)
        self.judge("all four were fetched", all(a.cache == "fetched" for a in answers))

    def from_the_cache(self):
        self.title("She asks again: the answer comes from the cache and says how old it is")
        people = [cast.CONTOSO_CHINA.person("victor"), cast.CONTOSO.person("grace")]
        answers = self.ask(cast.CONTOSO, people)
        for person, answer in zip(people, answers):
            self.expect_truth(person, answer)
        self.judge(
            "both came from the cache", all(a.cache.startswith("cached;age=") for a in answers)
        )

    def the_other_direction(self):
        self.title("Peggy asks for Carol in GCC High, who lets Contoso ask")
        carol = cast.FABRIKAM.person("carol")
        self.expect_truth(carol, self.ask(cast.CONTOSO, [carol])[0])

    def a_relationship_shows_more(self):
        self.title("Peggy asks for Carol along an address space and for Dora along a relationship")
        print("         For Dora she comes with a delegation token of her own.")
        people = [cast.FABRIKAM.person("carol"), cast.FABRIKAM.person("dora")]
        carol, dora = self.ask(cast.CONTOSO, people, view="DetailedMerged")
        for name, answer in (("carol", carol), ("dora", dora)):
            for event, details in zip(answer.events, answer.details):
                print("         " + grid.event_line(name, event, details))
        for person, answer in zip(people, (carol, dora)):
            self.expect_truth(person, answer)
        self.judge("Carol's times come without a subject", carol.details == [None, None])
        shown = [(d or {}).get("Subject") or None for d in dora.details]
        truth = [None if e.private else e.subject for e in people[1].entries]
        self.judge("Dora's come with theirs, but for what is private", shown == truth)
        self.judge("and never with an id", all(d and "ID" not in d for d in dora.details))
        record = self.stage.record_of(cast.CONTOSO, self.request_id)
        paths = [mailbox.get("path") for mailbox in record.get("mailboxes", [])]
        print(f"         Contoso's operator reads: {', '.join(map(str, paths))}")
        self.judge(
            "the log names both paths",
            paths == ["availability-address-space", "organization-relationship"],
        )

    def nobody_of_that_name(self):
        self.title("Peggy asks for somebody who is not in Contoso's directory")
        ghost = cast.Person("ghost", "ghost@contoso-cn.example")
        self.expect_refusal(self.ask(cast.CONTOSO, [ghost])[0], "ErrorMailRecipientNotFound")
        self.expect_rule(cast.CONTOSO, "resolve.no_contact")

    def not_on_the_allowlist(self):
        self.title("Carol asks for Peggy, but Contoso's allowlist does not name Fabrikam")
        self.expect_refusal(
            self.ask(cast.FABRIKAM, [cast.CONTOSO.person("peggy")])[0], "ErrorNoFreeBusyAccess"
        )
        self.expect_rule(cast.CONTOSO, "availability_config.tenant_not_allowed")

    def government_to_china(self):
        self.title("Carol asks for Victor: government and China do not share")
        victor = cast.CONTOSO_CHINA.person("victor")
        self.expect_refusal(self.ask(cast.FABRIKAM, [victor])[0], "ErrorProxyRequestNotAllowed")
        self.expect_rule(cast.FABRIKAM, "pair.refused")

    def one_cloud_is_broken(self):
        self.title("21Vianet answers with errors; the others still answer")
        days = 14  # a window that nothing has been remembered for
        fault = {
            "host": cast.CONTOSO_CHINA.graph_host,
            "path_prefix": "/",
            "kind": "status",
            "value": 503,
        }
        self.stage.clouds_admin("POST", "/faults", fault)
        people = [
            cast.CONTOSO_CHINA.person("victor"),
            cast.CONTOSO.person("grace"),
            cast.FABRIKAM.person("carol"),
        ]
        try:
            answers = self.ask(cast.CONTOSO, people, days)
        finally:
            self.stage.clouds_admin("DELETE", "/faults")
        print(f"         Peggy is told of Victor: {answers[0].text}")
        self.judge(
            "Victor is unknown, never free", answers[0].code != "NoError" and not answers[0].merged
        )
        self.expect_truth(people[1], answers[1], days)
        self.expect_truth(people[2], answers[2], days)

#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Organization relationships between two real gateways: a user of Contoso asks, Contoso's gateway
gets a delegation token, finds Fabrikam's gateway by Autodiscover and asks it, and Fabrikam's
decides by that user. And each step of it going wrong."""
import datetime as dt
import http.client
import itertools
import os
import sys
import time
import unittest
import xml.etree.ElementTree as ET
from pathlib import Path

import stage_case

sys.path.insert(0, str(Path(__file__).resolve().parent / "hostile_credentials"))

import relationship_world as rw  # noqa: E402
import ews  # noqa: E402

PEGGY, GRACE, TIM, SALLY = rw.USERS
CAROL, DAVE, ERIN, NOBODY = (f"{name}@fabrikam.example" for name in rw.CONTACTS)
UTC = dt.timezone.utc
weeks = itertools.count(10)


def times(answer, week):
    """The two entries of every calendar, as they have to be in that week."""
    begin = dt.datetime(2031, 5, 6, tzinfo=UTC) + dt.timedelta(weeks=2 * week)
    hours = [(9, 10), (11, 12)]
    return answer.events == [
        (begin + dt.timedelta(hours=a), begin + dt.timedelta(hours=b), "Busy") for a, b in hours
    ]


class RelationshipTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = rw.RelationshipWorld()

    @classmethod
    def tearDownClass(cls):
        stage_case.close(cls.world)

    def ask(self, user, address, week=None):
        week = next(weeks) if week is None else week
        answers, record = self.world.ask(user, [address], week)
        self.correlation = record["correlation"]
        return answers[0], record["mailboxes"][0], week

    def seen_at_fabrikam(self, patience=rw.LOG_WAIT_SECONDS_MAX):
        """What the log there says of the newest question; it goes by the same id."""
        return self.world.record_of(rw.ANSWERING, self.correlation, patience)

    def expect_refused(self, address, code, error, *words, user=PEGGY):
        """A typed error for the user, without a word of the peer's, and the reason in the log."""
        answer, logged, _ = self.ask(user, address)
        self.assertEqual((answer.code, logged["error"]), (code, error), logged)
        self.assertEqual(answer.events, [])
        self.assertEqual(set(answer.merged) - {"4"}, set(), "unknown is never free")
        for word in words:
            self.assertIn(word, logged["detail"] + " " + logged.get("peer_text", ""))
        self.assertNotIn("words of the partner", answer.text)
        return logged

    def test_details_come_through(self):
        answer, logged, week = self.ask(PEGGY, CAROL)
        self.assertEqual(answer.code, "NoError", logged)
        self.assertTrue(times(answer, week), answer.events)
        review, private = answer.details
        self.assertEqual((review["Subject"], review["Location"]), ("Keel review", "Dock 4"))
        self.assertEqual((review["IsPrivate"], private["IsPrivate"]), ("false", "true"))
        for one in answer.details:
            self.assertNotIn("ID", one)
        for hidden in ("Subject", "Location"):
            self.assertFalse(private.get(hidden), private)
        self.assertEqual(logged["path"], "organization-relationship")
        self.assertEqual(logged["level"], "LimitedDetails")

    def test_what_fabrikam_knows_of_it(self):
        self.ask(PEGGY, CAROL)
        record = self.seen_at_fabrikam()
        self.assertEqual(record["caller"], "partner-user")
        self.assertEqual(record["tenant"], f"public/{rw.CONTOSO}")
        self.assertTrue(record["path"].lower().endswith("/wssecurity/symmetrickey"), record["path"])
        self.assertEqual(record["hops"], rw.ASKING)
        self.assertEqual(record["mailboxes"][0]["path"], "organization-relationship")

    def test_default_right_of_the_calendar_cuts(self):
        answer, logged, week = self.ask(PEGGY, DAVE)
        self.assertEqual(answer.code, "NoError", logged)
        self.assertTrue(times(answer, week))
        self.assertEqual(answer.details, [None, None])

    def test_level_of_the_relationship_cuts(self):
        answer, logged, week = self.ask(TIM, CAROL)
        self.assertEqual(answer.code, "NoError", logged)
        self.assertTrue(times(answer, week))
        self.assertEqual(answer.details, [None, None])

    def test_who_is_not_in_scope_is_not_shown(self):
        self.expect_refused(ERIN, "ErrorNoFreeBusyAccess", "peer_no_access")

    def test_unknown_recipient(self):
        self.expect_refused(NOBODY, "ErrorMailRecipientNotFound", "peer_recipient_unknown")

    def test_neighbours_do_not_share_a_failure(self):
        answers, _ = self.world.ask(PEGGY, [ERIN, CAROL, "x@ews-breaks.example"], next(weeks))
        self.assertEqual(
            [a.code for a in answers],
            ["ErrorNoFreeBusyAccess", "NoError", "ErrorProxyRequestProcessingFailed"],
        )

    def test_free_busy_off_decides_and_refuses(self):
        logged = self.expect_refused(
            "carol@fabrikam-off.example",
            "ErrorInvalidOrganizationRelationshipForFreeBusy",
            "relationship_free_busy_off",
        )
        self.assertEqual(logged["rule"], "organization_relationship.free_busy_off")

    def test_pinned_endpoint_beats_a_broken_autodiscover(self):
        answer, logged, week = self.ask(PEGGY, "carol@fabrikam-pinned.example")
        self.assertEqual(answer.code, "NoError", logged)
        self.assertTrue(times(answer, week))
        self.assertEqual(self.world.peer.asked("broken.example"), [])

    def test_relationship_before_address_space_and_scripts_by_the_space(self):
        week = next(weeks)
        by_user, user_log, _ = self.ask(PEGGY, CAROL, week)
        by_script, script_log, _ = self.ask("report", CAROL, week)
        self.assertEqual((by_user.code, by_script.code), ("NoError", "NoError"), script_log)
        self.assertEqual(user_log["path"], "organization-relationship")
        self.assertEqual(script_log["path"], "availability-address-space")
        self.assertEqual(script_log["cache"], "fetched", "what the user got is not the script's")
        self.assertTrue(times(by_script, week))
        self.assertEqual(by_script.details, [None, None])

    def test_nobody_gets_the_answer_of_somebody_else(self):
        week = next(weeks)
        seen = []
        for user, cache in ((PEGGY, "fetched"), (GRACE, "fetched"), (PEGGY, "cached")):
            self.assertEqual(self.ask(user, CAROL, week)[1]["cache"], cache)
            if cache == "fetched":
                seen.append(self.seen_at_fabrikam()["principal"])
        self.assertEqual(len(set(seen)), 2, seen)

    def test_organization_scope_shares_one_question(self):
        week, address = next(weeks), "carol@fabrikam-shared.example"
        self.assertEqual(self.ask(PEGGY, address, week)[1]["cache"], "fetched")
        self.assertTrue(self.seen_at_fabrikam())
        self.assertEqual(self.ask(GRACE, address, week)[1]["cache"], "cached")
        self.assertEqual(self.seen_at_fabrikam(patience=0.5), {})

    def test_tokens_are_kept(self):
        self.ask(PEGGY, CAROL)
        before = self.world.token_requests()
        self.ask(PEGGY, CAROL)
        self.ask(PEGGY, DAVE)
        self.assertEqual(self.world.token_requests(), before)

    def test_refused_token_is_asked_for_again_once(self):
        for host, code, calls in (
            ("ews-forgets.example", "NoError", 2),
            ("ews-refuses.example", "ErrorProxyRequestProcessingFailed", 2),
            ("ews-faults.example", "ErrorProxyRequestProcessingFailed", 2),
        ):
            with self.subTest(host):
                tokens, asked = self.world.token_requests(), len(self.world.peer.asked(host))
                answer, logged, _ = self.ask(GRACE, "x@" + host)
                self.assertEqual(answer.code, code, logged)
                self.assertEqual(len(self.world.peer.asked(host)) - asked, calls)
                # One more than a first question takes, which has none or one kept.
                self.assertIn(self.world.token_requests() - tokens, (1, 2))
                texts = [body for _, body in self.world.peer.asked(host)[-2:]]
                ciphers = [text[text.index("CipherValue>") :][:400] for text in texts]
                self.assertNotEqual(ciphers[0], ciphers[1], "the same token twice")

    def test_refusals_of_the_token_say_so(self):
        for host, words in (
            ("ews-refuses.example", ["HTTP status 401", "2000003"]),
            ("ews-faults.example", ["InvalidSecurityToken", "words of the partner"]),
        ):
            with self.subTest(host):
                logged = self.expect_refused("x@" + host, "ErrorProxyRequestProcessingFailed",
                                             "peer_refused_us", *words)  # fmt: skip
                self.assertEqual(logged["rule"], "organization_relationship.token_refused")

    def test_token_service_that_refuses(self):
        logged = self.expect_refused("x@no-token.example", "ErrorProxyRequestProcessingFailed",
                                     "token_unavailable", "the token service refused",
                                     "FailedAuthentication")  # fmt: skip
        self.assertEqual(logged["rule"], "delegation.refused")
        self.assertEqual(self.world.peer.asked("no-token.example"), [])

    def test_token_service_that_is_down(self):
        logged = self.expect_refused("x@no-service.example", "ErrorProxyRequestProcessingFailed",
                                     "token_unavailable", "could not be asked")  # fmt: skip
        self.assertEqual(logged["rule"], "delegation.unreachable")
        self.assertEqual(self.world.peer.asked("no-service.example"), [])

    def test_token_service_that_is_slow(self):
        """Nothing is kept for Sally yet, so hers is the question that waits."""
        fault = {"host": rw.STS, "path_prefix": "/extSTS.srf", "kind": "delay"}
        patience = rw.UPSTREAM_TIMEOUT_S * 1000
        self.world.admin("POST", "/faults", {**fault, "value": 3 * patience, "count": 1})
        begun = time.monotonic()
        try:
            logged = self.expect_refused(
                CAROL, "ErrorProxyRequestProcessingFailed", "token_unavailable", user=SALLY
            )
            self.assertEqual(logged["rule"], "token.too_slow")
        finally:
            self.world.admin("DELETE", "/faults")
        self.assertLess(time.monotonic() - begun, rw.UPSTREAM_TIMEOUT_S + 10)

    def test_autodiscover_that_refuses(self):
        self.expect_refused(
            "x@auto-refuses.example",
            "ErrorServiceDiscoveryFailed",
            "discovery_failed",
            "soap auto-refuses.example: unauthenticated",
            "HTTP status 401",
        )
        (path, body), *_ = self.world.peer.asked("auto-refuses.example")
        self.assertEqual(path, "/autodiscover/autodiscover.svc/WSSecurity/SymmetricKey")
        self.assertIn("GetUserSettings", body)

    def test_autodiscover_that_leads_to_somebody_else(self):
        self.expect_refused("x@auto-strays.example", "ErrorServiceDiscoveryFailed",
                            "discovery_failed", "redirect refused", "evil.example")  # fmt: skip
        self.assertEqual(self.world.peer.asked("evil.example"), [])

    def test_service_that_breaks(self):
        self.expect_refused("x@ews-breaks.example", "ErrorProxyRequestProcessingFailed",
                            "peer_broken", "HTTP status 500")  # fmt: skip

    def test_service_that_hangs(self):
        begun = time.monotonic()
        self.expect_refused("x@ews-hangs.example", "ErrorTimeoutExpired", "deadline_passed")
        self.assertLess(time.monotonic() - begun, rw.UPSTREAM_TIMEOUT_S + 10)


class OtherCallersTest(unittest.TestCase):
    """Others than Contoso's gateway at the door of Fabrikam's, and others than EWS at Contoso's."""

    setUpClass = classmethod(RelationshipTest.setUpClass.__func__)
    tearDownClass = classmethod(RelationshipTest.tearDownClass.__func__)

    def send(self, path, body, headers, host=rw.ANSWERING):
        connection = http.client.HTTPSConnection(
            "localhost", self.world.ports[host], context=self.world.tls, timeout=20
        )
        connection.request(
            "POST", path, body, {"Content-Type": "text/xml", "Host": host, **headers}
        )
        reply = connection.getresponse()
        status, text = reply.status, reply.read()
        connection.close()
        return status, text

    def as_server(self, user, address, week):
        begin = dt.datetime(2031, 5, 6) + dt.timedelta(weeks=2 * week)
        body = ews.question([address], begin, begin + dt.timedelta(days=1), 30, "DetailedMerged")
        status, text = self.send(
            "/EWS/Exchange.asmx", body, {"Authorization": "Bearer " + self.world.server_token(user)}
        )
        self.assertEqual(status, 200, text)
        return ews.read_answer(
            address, next(ET.fromstring(text).iter(ews.M + "FreeBusyResponse")), ""
        )

    def test_user_of_an_exchange_server(self):
        week = next(weeks)
        answer = self.as_server(PEGGY, CAROL, week)
        self.assertEqual(answer.code, "NoError", answer.text)
        self.assertTrue(times(answer, week))
        self.assertEqual(answer.details[0]["Subject"], "Keel review")
        self.assertEqual(self.as_server(TIM, CAROL, week).details, [None, None])
        self.assertEqual(self.as_server(PEGGY, ERIN, week).code, "ErrorNoFreeBusyAccess")

    def test_relationship_is_told_to_an_exchange_server(self):
        question = rw.SOAP.format(
            '<GetOrganizationRelationshipSettingsRequestMessage xmlns="http://schemas.microsoft.com'
            '/exchange/2010/Autodiscover"><Request><Domains><Domain>contoso.example</Domain>'
            "</Domains></Request></GetOrganizationRelationshipSettingsRequestMessage>"
        )
        token = {"Authorization": "Bearer " + self.world.server_token(PEGGY)}
        status, text = self.send("/autodiscover/autodiscover.svc", question, token)
        self.assertEqual(status, 200, text)
        self.assertIn(b"<Name>Contoso</Name>", text)
        self.assertIn(b"<FreeBusyAccessLevel>LimitedDetails</FreeBusyAccessLevel>", text)
        self.assertNotIn(b"Times", text)

    def test_federation_information(self):
        def told(domain):
            question = rw.SOAP.format(
                '<GetFederationInformationRequestMessage xmlns="http://schemas.microsoft.com/'
                f'exchange/2010/Autodiscover"><Request><Domain>{domain}</Domain></Request>'
                "</GetFederationInformationRequestMessage>"
            )
            return self.send("/autodiscover/autodiscover.svc", question, {})[1].decode()

        answer = told("fabrikam.example")
        self.assertIn(f"<ApplicationUri>{rw.FABRIKAM_URI}</ApplicationUri>", answer)
        self.assertIn(f"<Uri>{rw.ISSUER}</Uri>", answer)
        self.assertNotIn("fabrikam-pinned", answer, "of the asked domain alone")
        self.assertIn("NotFederated", told("contoso.example"))

    def test_exchangelib_reads_the_subjects(self):
        os.environ["REQUESTS_CA_BUNDLE"] = str(self.world.ca_file)
        import exchangelib as el

        configuration = el.Configuration(
            service_endpoint=f"https://localhost:{self.world.ports[rw.ASKING]}/EWS/Exchange.asmx",
            credentials=el.Credentials(PEGGY, self.world.passwords[PEGGY]),
            auth_type=el.BASIC,
            version=el.Version(build=el.Build(15, 1, 2507, 6)),
        )
        zone = el.EWSTimeZone("UTC")
        account = el.Account(PEGGY, config=configuration, autodiscover=False,
                             access_type=el.DELEGATE, default_timezone=zone)  # fmt: skip
        begin = dt.datetime(2031, 5, 6, tzinfo=zone)
        (view,) = account.protocol.get_free_busy_info(
            accounts=[(CAROL, "Required", False)], start=begin, end=begin + dt.timedelta(days=1),
            merged_free_busy_interval=30, requested_view="DetailedMerged",
        )  # fmt: skip
        first, second = view.calendar_events
        self.assertEqual((first.details.subject, first.details.location), ("Keel review", "Dock 4"))
        self.assertTrue(second.details.is_private)
        self.assertFalse(second.details.subject)


if __name__ == "__main__":
    stage_case.main()

# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""A real EWS client, used the stock way: exchangelib gets Victor's availability through two
gateways over verified TLS. It asks GetServerTimeZones first, and refuses response codes that it
does not know."""
import datetime as dt
import os
import zoneinfo

import stage_case
from stage_case import StageCase, cast

from exchangelib import (
    BASIC,
    DELEGATE,
    Account,
    Build,
    Configuration,
    Credentials,
    EWSTimeZone,
    Version,
)
from exchangelib.errors import ErrorMailRecipientNotFound

BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")


def utc_times(view):
    def utc(at):
        # Without an offset, a time is wall time of the zone that was asked in.
        wall = dt.datetime(
            at.year, at.month, at.day, at.hour, at.minute, tzinfo=at.tzinfo or BERLIN
        )
        return wall.astimezone(cast.UTC)

    return [(utc(e.start), utc(e.end), e.busy_type) for e in view.calendar_events]


class ExchangelibTest(StageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        os.environ["REQUESTS_CA_BUNDLE"] = str(cls.stage.files.ca_file)

    def account(self):
        peggy = cast.CONTOSO.people[0].address
        configuration = Configuration(
            service_endpoint=self.stage.url(cast.CONTOSO) + "/EWS/Exchange.asmx",
            credentials=Credentials(peggy, self.stage.files.passwords[peggy]),
            auth_type=BASIC,
            version=Version(build=Build(15, 1, 2507, 6)),
        )
        return Account(
            peggy,
            config=configuration,
            autodiscover=False,
            access_type=DELEGATE,
            default_timezone=EWSTimeZone("Europe/Berlin"),
        )

    def ask(self, account, address, begin, end, view="FreeBusyMerged"):
        accounts = [(address, "Required", False)]
        return next(
            iter(
                account.protocol.get_free_busy_info(
                    accounts=accounts,
                    start=begin,
                    end=end,
                    merged_free_busy_interval=30,
                    requested_view=view,
                )
            )
        )

    def window(self, account):
        day = cast.demo_day()
        zone = account.default_timezone
        begin = dt.datetime(day.year, day.month, day.day, 0, 0, tzinfo=zone)
        return begin, begin + dt.timedelta(days=1)

    def test_victors_times_through_two_gateways(self):
        account = self.account()
        begin, end = self.window(account)
        view = self.ask(account, "victor@contoso-cn.example", begin, end)
        self.assertEqual(view.view_type, "FreeBusyMerged")
        times = utc_times(view)
        victor = cast.CONTOSO_CHINA.person("victor")
        truth = victor.truth(begin.astimezone(cast.UTC), end.astimezone(cast.UTC))
        self.assertEqual(times, truth)
        self.assertEqual(len(view.merged), 48)

    def test_the_colleague_on_premises(self):
        account = self.account()
        begin, end = self.window(account)
        view = self.ask(account, "oskar@contoso.example", begin, end)
        times = utc_times(view)
        oskar = cast.CONTOSO.person("oskar")
        self.assertEqual(times, oskar.truth(begin.astimezone(cast.UTC), end.astimezone(cast.UTC)))

    def test_an_unknown_person_is_a_typed_error(self):
        account = self.account()
        begin, end = self.window(account)
        answer = self.ask(account, "ghost@contoso-cn.example", begin, end)
        self.assertIsInstance(answer, ErrorMailRecipientNotFound)

    def test_it_asked_for_the_servers_time_zones(self):
        account = self.account()
        zones = list(account.protocol.get_timezones(return_full_timezone_data=True))
        self.assertGreater(len(zones), 100)
        self.assertIn("W. Europe Standard Time", [zone.id for zone in zones])

    def test_every_view(self):
        account = self.account()
        begin, end = self.window(account)
        for view in ("MergedOnly", "FreeBusy", "FreeBusyMerged", "Detailed", "DetailedMerged"):
            with self.subTest(view=view):
                answer = self.ask(account, "victor@contoso-cn.example", begin, end, view)
                delivered = view.replace("Detailed", "FreeBusy")  # times only, across organisations
                self.assertEqual(answer.view_type, delivered)
                self.assertEqual(bool(answer.merged), "Merged" in view)
                self.assertEqual(bool(answer.calendar_events), view != "MergedOnly")


if __name__ == "__main__":
    stage_case.main()

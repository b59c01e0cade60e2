# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""One gateway per cloud: no credential and no calendar source leaves its cloud. Proved by the files
that each process opened, as the kernel saw it, while the three of them answered across
organisations."""
import datetime as dt
import re

import stage_case
from stage_case import StageCase, cast

OPENED = re.compile(r'open(?:at2?)?\([^"]*"([^"]+)"[^)]*\)\s*=\s*(\d+)')


class OwnFilesTest(StageCase):
    trace = True

    def opened(self, tenant):
        folder = self.stage.files.gateway_folder(tenant)
        paths = set()
        for line in (folder / "opened.trace").read_text().splitlines():
            found = OPENED.search(line)
            if found:
                paths.add(str((folder / found.group(1)).resolve()))
        return paths

    def test_each_gateway_opens_its_own_tenants_files_and_no_others(self):
        day = cast.demo_day()
        begin = dt.datetime(day.year, day.month, day.day, 0, 0, tzinfo=cast.UTC)
        people = [
            cast.CONTOSO_CHINA.people[0],
            cast.FABRIKAM.people[0],
            cast.CONTOSO.person("oskar"),
            cast.CONTOSO.person("kettle"),
        ]
        answers = self.stage.client(cast.CONTOSO).ask(
            [p.address for p in people], begin, begin + dt.timedelta(days=1)
        )
        self.assertEqual([a.code for a in answers], ["NoError"] * len(people))

        root = str(self.folder.resolve())
        for tenant in cast.TENANTS:
            with self.subTest(tenant=tenant.name):
                own = str(self.stage.files.gateway_folder(tenant).resolve())
                of_the_demo = {p for p in self.opened(tenant) if p.startswith(root)}
                shared = {str(self.stage.files.ca_file.resolve())}
                foreign = {p for p in of_the_demo if not p.startswith(own + "/")} - shared
                self.assertEqual(foreign, set())
                # The trace saw what it must have seen: the gateway's own keys were opened.
                self.assertIn(own + "/application.key", of_the_demo)
                self.assertIn(own + "/tls.key", of_the_demo)


if __name__ == "__main__":
    stage_case.main()

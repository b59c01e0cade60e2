# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""SIGHUP puts a new federation file in force or changes nothing; SIGTERM lets a request under way
finish."""
import datetime as dt
import json
import os
import signal
import socket
import ssl
import threading
import time

import stage_case
from stage_case import StageCase, cast

WAIT_SECONDS_MAX = 20


class ReloadAndStopTest(StageCase):
    def gateway_log(self, tenant):
        text = (self.stage.files.gateway_folder(tenant) / "freebusyd.log").read_text()
        return [json.loads(line) for line in text.splitlines()]

    def wait_for(self, what, tenant, event, count):
        limit = time.monotonic() + WAIT_SECONDS_MAX
        while time.monotonic() < limit:
            if sum(1 for record in self.gateway_log(tenant) if record["event"] == event) >= count:
                return
            time.sleep(0.02)
        self.fail(f"{what}: no {event} in the log of {tenant.name}")

    def ask(self, tenant, person, days=0):
        day = cast.demo_day() + dt.timedelta(days=days)
        begin = dt.datetime.combine(day, dt.time(8), cast.UTC)
        return self.stage.client(tenant).ask(
            [person.address], begin, begin + dt.timedelta(hours=10)
        )[0]

    def test_1_a_reload_takes_a_permission_away_at_once(self):
        victor = cast.CONTOSO_CHINA.person("victor")
        self.assertEqual(self.ask(cast.CONTOSO, victor).code, "NoError")

        file = self.stage.files.gateway_folder(cast.CONTOSO) / "federation.toml"
        before = file.read_text()
        space = before[before.index("[[tenant.address_space]]") :]
        space = space[: space.index("\n\n") + 2]
        self.assertIn("contoso-cn.example", space)
        file.write_text(before.replace(space, ""))
        os.kill(self.stage.pids["contoso"], signal.SIGHUP)
        self.wait_for("without the address space", cast.CONTOSO, "reloaded", 1)
        # What was remembered of Victor is out of reach as well.
        self.assertEqual(self.ask(cast.CONTOSO, victor).code, "ErrorAddressSpaceNotFound")

        file.write_text(before)
        os.kill(self.stage.pids["contoso"], signal.SIGHUP)
        self.wait_for("with it again", cast.CONTOSO, "reloaded", 2)
        self.assertEqual(self.ask(cast.CONTOSO, victor).code, "NoError")

    def test_2_a_file_with_mistakes_changes_nothing(self):
        file = self.stage.files.gateway_folder(cast.CONTOSO) / "federation.toml"
        before = file.read_text()
        file.write_text(before.replace('"OrgWideFBToken"', '"PerUserFB"'))
        os.kill(self.stage.pids["contoso"], signal.SIGHUP)
        self.wait_for("a mistake", cast.CONTOSO, "reload_refused", 1)
        self.assertEqual(
            self.ask(cast.CONTOSO, cast.CONTOSO_CHINA.person("victor")).code, "NoError"
        )
        file.write_text(before)

    def test_3_a_stop_finishes_what_is_under_way_and_closes_what_is_idle(self):
        tls = ssl.create_default_context(cafile=str(self.stage.files.ca_file))
        port = self.stage.files.ports["fabrikam"]
        idle = tls.wrap_socket(
            socket.create_connection(("localhost", port), timeout=20), server_hostname="localhost"
        )
        self.addCleanup(idle.close)
        self.stage.clouds_admin(
            "POST",
            "/faults",
            {
                "host": cast.FABRIKAM.graph_host,
                "path_prefix": "/v1.0",
                "kind": "delay",
                "value": 700,
                "count": 1,
            },
        )
        self.addCleanup(self.stage.clouds_admin, "DELETE", "/faults")
        answers = []
        question = threading.Thread(
            target=lambda: answers.append(self.ask(cast.FABRIKAM, cast.FABRIKAM.people[0], 28))
        )
        question.start()
        limit = time.monotonic() + WAIT_SECONDS_MAX
        while time.monotonic() < limit and not self.upstream_was_asked():
            time.sleep(0.02)
        self.assertTrue(self.upstream_was_asked())
        os.kill(self.stage.pids["fabrikam"], signal.SIGTERM)
        question.join()
        self.assertEqual(answers[0].code, "NoError")
        self.wait_for("the stop", cast.FABRIKAM, "stopped", 1)
        self.assertEqual(idle.recv(100), b"")
        events = [record["event"] for record in self.gateway_log(cast.FABRIKAM)]
        self.assertNotIn("stop_cut_off", events)

    def upstream_was_asked(self):
        """The delay waits for one request; it is gone as soon as that has come."""
        waiting = self.stage.clouds_admin("GET", "/faults")
        return not (waiting if isinstance(waiting, list) else waiting["faults"])


if __name__ == "__main__":
    stage_case.main()

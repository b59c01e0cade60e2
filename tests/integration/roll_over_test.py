# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Keys roll over while several clients keep asking, and no request fails: the key that an authority
signs with, and the certificate of the asking tenant's application. And a tenant that is taken from
an allowlist is refused from the next request on, whatever its token is still good for.

Tokens live for a few seconds, so that every step is lived through by many of them. Each question is
for a week that nobody asked for before, so no answer comes from a cache."""
import collections
import datetime as dt
import itertools
import json
import os
import re
import signal
import subprocess
import threading
import time

import stage_case
from stage_case import StageCase, cast, stage

import pki

WAIT_SECONDS_MAX = 30
CLIENTS = 4
PAUSE_SECONDS = 0.02  # between two questions of a client
TOKEN_SECONDS = 4
ASKED_IN_EACH_PHASE_MIN = 25


class RollOverStage(stage.Stage):
    """With a next key of Contoso's authority and a next certificate of its application, which
    nobody knows of at the start."""

    def start_clouds(self):
        tenant = cast.CONTOSO
        pki.signing_key(self.files.clouds / tenant.cloud / "next.key")
        pki.application_certificate(self.files.gateway_folder(tenant) / "next", tenant.name)
        certificate = self.files.gateway_folder(tenant) / "next" / "application.pem"
        (self.files.clouds / tenant.cloud / "next.pem").write_text(certificate.read_text())
        config = self.files.clouds / "cloudsim.toml"
        text = config.read_text()
        for before, after in [
            (
                f'["{tenant.cloud}/signing.key"]',
                f'["{tenant.cloud}/signing.key", "{tenant.cloud}/next.key"]\n'
                f'token_lifetime = "{TOKEN_SECONDS}s"',
            ),
            (
                f'["{tenant.cloud}/{tenant.name}.pem"]',
                f'["{tenant.cloud}/{tenant.name}.pem", "{tenant.cloud}/next.pem"]',
            ),
        ]:
            assert text.count(before) == 1, before
            text = text.replace(before, after)
        config.write_text(text)
        super().start_clouds()
        self.sign(0, [0])
        self.register([0])
        # Whoever starts first, which is Contoso's gateway, finds Fabrikam's keys out of reach once.
        self.clouds_admin(
            "POST",
            "/faults",
            {
                "host": cast.FABRIKAM.login_host,
                "path_prefix": f"/{cast.FABRIKAM.tenant_id}/v2.0/.well-known",
                "kind": "status",
                "value": 503,
                "count": 1,
            },
        )

    def sign(self, signs, published):
        self.clouds_admin(
            "POST",
            "/keys",
            {"login_host": cast.CONTOSO.login_host, "signs": signs, "published": published},
        )

    def register(self, places):
        self.clouds_admin(
            "POST",
            "/applications",
            {"client_id": cast.CONTOSO.client_id, "certificate_files": places},
        )


class Load:
    """Clients that ask and count, until they are told to end."""

    def __init__(self, make_client):
        self.weeks = itertools.count(1)
        self.lock = threading.Lock()
        self.codes = collections.Counter()
        self.wrong = []
        self.ended = threading.Event()
        self.threads = [
            threading.Thread(target=self.ask, args=(make_client(),)) for _ in range(CLIENTS)
        ]
        for thread in self.threads:
            thread.start()

    def ask(self, client):
        victor = cast.CONTOSO_CHINA.person("victor")
        while not self.ended.is_set():
            with self.lock:
                week = next(self.weeks)
            day = cast.demo_day() + dt.timedelta(weeks=week)
            begin = dt.datetime.combine(day, dt.time(0), cast.UTC)
            end = begin + dt.timedelta(days=1)
            try:
                answer = client.ask([victor.address], begin, end, view="Detailed")[0]
                code, seen = answer.code, answer.events
            except (OSError, SystemExit) as trouble:
                code, seen = str(trouble), []
            with self.lock:
                self.codes[code] += 1
                if seen != victor.truth(begin, end) and code == "NoError":
                    self.wrong.append((day, seen))
            time.sleep(PAUSE_SECONDS)

    def count(self):
        with self.lock:
            return sum(self.codes.values())

    def stop(self):
        self.ended.set()
        for thread in self.threads:
            thread.join()


class RollOverTest(StageCase):
    @classmethod
    def setUpClass(cls):
        usual = stage.Stage
        stage.Stage = RollOverStage
        try:
            super().setUpClass()
        finally:
            stage.Stage = usual

    def phase(self, load, what):
        """Long enough for every token to be renewed, and for the old ones to end."""
        self.stage.clouds_admin("DELETE", "/requests")
        begin, limit = load.count(), time.monotonic() + WAIT_SECONDS_MAX
        least = time.monotonic() + TOKEN_SECONDS + 1
        while time.monotonic() < least or load.count() - begin < ASKED_IN_EACH_PHASE_MIN:
            self.assertLess(time.monotonic(), limit, f"{what}: the clients do not get on")
            time.sleep(0.05)
        statuses = self.token_statuses()
        print(f"{what}: {load.count() - begin} requests, tokens {statuses}", flush=True)
        self.assertIn(200, statuses, f"{what}: no token was renewed")
        return statuses

    def token_statuses(self):
        """What Contoso was answered by its authority in this phase, oldest first."""
        host = cast.CONTOSO.login_host
        entries = self.stage.clouds_admin("GET", f"/requests?host={host}")["requests"]
        return [e["status"] for e in entries if e["path"].endswith("/token")]

    def finish(self, load):
        load.stop()
        print(f"{load.count()} requests in all: {dict(load.codes)}", flush=True)
        self.assertEqual(set(load.codes), {"NoError"})
        self.assertEqual(load.wrong, [])

    def load(self):
        load = Load(lambda: self.stage.client(cast.CONTOSO))
        self.addCleanup(load.stop)
        return load

    def reload(self, tenant, file, text):
        log = self.stage.files.gateway_folder(tenant) / "freebusyd.log"
        before = log.read_text().count('"reloaded"')
        file.write_text(text)
        os.kill(self.stage.pids[tenant.name], signal.SIGHUP)
        limit = time.monotonic() + WAIT_SECONDS_MAX
        while log.read_text().count('"reloaded"') == before:
            self.assertLess(time.monotonic(), limit, "no reload")
            time.sleep(0.02)

    def test_1_the_key_of_the_authority(self):
        load = self.load()
        self.phase(load, "the first key signs")
        self.stage.sign(0, [0, 1])
        self.phase(load, "the next key is published")
        self.stage.sign(1, [0, 1])
        self.phase(load, "the next key signs")
        self.stage.sign(1, [1])
        self.phase(load, "the first key is withdrawn")
        self.finish(load)

    def test_2_the_certificate_of_the_application(self):
        load = self.load()
        self.phase(load, "the first certificate")
        file = self.stage.files.gateway_folder(cast.CONTOSO) / "federation.toml"
        own = 'private_key_file = "application.key"\n'
        text = file.read_text()
        self.assertEqual(text.count(own), 1)
        next_key = (
            'next_key = { certificate_file = "next/application.pem",'
            ' private_key_file = "next/application.key" }\n'
        )
        self.reload(cast.CONTOSO, file, text.replace(own, own + next_key))
        self.phase(load, "the next certificate is there, and not registered")
        self.stage.register([0, 1])
        self.phase(load, "both are registered")
        self.stage.register([1])
        # One refusal, and then it is known which one works.
        statuses = self.phase(load, "the first is withdrawn")
        self.assertEqual(statuses.count(401), 1, statuses)
        statuses = self.phase(load, "some time later")
        self.assertEqual(set(statuses), {200})
        self.reload(cast.CONTOSO, file, text.replace("application.", "next/application."))
        self.phase(load, "the next one has taken its place")
        self.finish(load)

    def test_3_a_tenant_that_is_taken_from_the_allowlist_is_refused_at_once(self):
        self.stage.sign(0, [0, 1])
        client = self.stage.client(cast.CONTOSO_CHINA)
        client.headers["Authorization"] = "Bearer " + self.organization_token()
        file = self.stage.files.gateway_folder(cast.CONTOSO_CHINA) / "federation.toml"
        text = file.read_text()
        allowed = re.compile(r"allowed_tenant_ids = \[.*\]")
        self.assertEqual(len(allowed.findall(text)), 1)
        codes = [self.code_for(client, 1), self.code_for(client, 1)]
        self.reload(cast.CONTOSO_CHINA, file, allowed.sub("allowed_tenant_ids = []", text))
        codes += [self.code_for(client, 1), self.code_for(client, 2)]
        self.reload(cast.CONTOSO_CHINA, file, text)
        codes += [self.code_for(client, 1)]
        no = "ErrorNoFreeBusyAccess"
        self.assertEqual(codes, ["NoError", "NoError", no, no, "NoError"])

    def test_4_keys_that_cannot_be_had_are_told_once_and_once_when_they_can(self):
        issuer = f"https://{cast.FABRIKAM.login_host}/{cast.FABRIKAM.tenant_id}/v2.0"
        url = f"{issuer}/.well-known/openid-configuration"
        gone = {
            "event": "signing_keys_unavailable",
            "issuer": url,
            "error": "the metadata: it was answered with HTTP 503",
        }
        back = {"event": "signing_keys_back", "issuer": url}
        peggy = cast.CONTOSO.person("peggy").address
        client = self.stage.client(cast.FABRIKAM)
        limit = time.monotonic() + 2 * WAIT_SECONDS_MAX
        while self.key_events() != [gone, back]:
            self.assertEqual(self.key_events(), [gone])
            self.assertLess(time.monotonic(), limit, "the keys did not come back")
            day = cast.demo_day() + dt.timedelta(weeks=2000 + int(limit - time.monotonic()))
            begin = dt.datetime.combine(day, dt.time(0), cast.UTC)
            client.ask([peggy], begin, begin + dt.timedelta(hours=1))
            time.sleep(1)

    def key_events(self):
        """Of Contoso's gateway, without their times."""
        text = (self.stage.files.gateway_folder(cast.CONTOSO) / "freebusyd.log").read_text()
        records = map(json.loads, text[: text.rfind("\n") + 1].splitlines())
        names = ("event", "issuer", "error")
        return [
            {name: record[name] for name in names if name in record}
            for record in records
            if record["event"].startswith("signing_keys_")
        ]

    def organization_token(self):
        """Contoso's, for hours, as its authority would issue it."""
        tenant = cast.CONTOSO
        done = subprocess.run(
            [
                self.stage.programs / "cloudsim",
                "mint",
                "--config",
                self.stage.files.clouds / "cloudsim.toml",
                "--tenant",
                tenant.name,
                "--audience",
                f"api://{tenant.resource_id}",
                "--app",
                tenant.client_id,
                "--role",
                cast.ORGANIZATION_ROLE,
            ],
            capture_output=True,
            text=True,
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.strip()

    def code_for(self, client, week):
        day = cast.demo_day() + dt.timedelta(weeks=1000 + week)
        begin = dt.datetime.combine(day, dt.time(0), cast.UTC)
        victor = cast.CONTOSO_CHINA.person("victor").address
        return client.ask([victor], begin, begin + dt.timedelta(days=1))[0].code


if __name__ == "__main__":
    stage_case.main()

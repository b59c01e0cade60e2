# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""The keys of delegation tokens roll over while several clients keep asking, and no request fails:
the gateway's federation key, to which tokens are encrypted, and the certificate of the token
issuer. Every request brings a token of its own, made by other code than the gateway's, so each of
them is decrypted and verified; half of them prove the key of their token as well."""
import collections
import datetime as dt
import http.client
import itertools
import os
import random
import signal
import sys
import threading
import time
import unittest
from pathlib import Path

import stage_case

sys.path.insert(0, str(Path(__file__).resolve().parent / "hostile_credentials"))

import recipes  # noqa: E402
import saml_tokens  # noqa: E402
from hostile_world import HostileWorld  # noqa: E402
from kinds import KINDS, names_of  # noqa: E402

CLIENTS = 4
WAIT_SECONDS_MAX = 60
ASKED_IN_EACH_PHASE_MIN = 60
# There are no delegation tokens from 21Vianet, so who is known gets this, and a stranger a fault.
KNOWN = "ErrorProxyRequestNotAllowed"


class World(HostileWorld):
    """With a second federation key of North and a second certificate of the issuer."""

    def write_files(self):
        for name in ("federation_next", "sts_next"):
            self.ring.make(name)
            certificate = saml_tokens.certificate(self.ring, name)
            (self.folder / f"{name}.pem").write_bytes(certificate)
            (self.folder / f"{name}.key").write_bytes(self.ring.private_pem(name))
        super().write_files()


class Load:
    """Clients that ask with tokens encrypted to one of `to` and signed by one of `by`."""

    def __init__(self, world):
        self.world = world
        self.names = names_of(world)
        self.to, self.by = ["federation"], ["sts"]
        self.microseconds = itertools.count(1)
        self.lock = threading.Lock()
        self.answers = collections.Counter()
        self.ended = threading.Event()
        self.threads = [
            threading.Thread(target=self.run, args=(f"127.2.0.{number + 1}",))
            for number in range(CLIENTS)
        ]
        for thread in self.threads:
            thread.start()

    def request(self, to, by):
        kind = KINDS[random.choice(["saml", "saml_symmetric"])]
        recipe = recipes.filled(kind.recipe, self.names)
        recipe["encrypt"]["key"] = to
        recipe["assertion"]["proof_for"] = to
        recipe["sign"]["key"] = by
        with self.lock:
            count = next(self.microseconds)
        # What is signed for one message is taken once, and there are many in a second.
        moment = dt.datetime.now(dt.timezone.utc).replace(microsecond=count % 1_000_000)
        recipe["message"]["created"] = moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        return kind.render(self.world, recipe)

    def ask(self, request, source):
        connection = http.client.HTTPSConnection(
            "localhost", self.world.port, context=self.world.tls, timeout=20,
            source_address=(source, 0),
        )  # fmt: skip
        try:
            sent = {"Content-Type": "text/xml; charset=utf-8"}
            connection.request("POST", request.path, request.body, sent)
            answer = connection.getresponse()
            known = KNOWN.encode() in answer.read()
            return KNOWN if known else f"HTTP {answer.status}"
        finally:
            connection.close()

    def run(self, source):
        while not self.ended.is_set():
            request = self.request(random.choice(self.to), random.choice(self.by))
            with self.lock:
                self.world.secrets.update(text for text in request.hidden if len(text) >= 16)
            try:
                answer = self.ask(request, source)
            except OSError as trouble:
                answer = str(trouble)
            with self.lock:
                self.answers[answer] += 1

    def count(self):
        with self.lock:
            return sum(self.answers.values())

    def stop(self):
        self.ended.set()
        for thread in self.threads:
            thread.join()


class FederationRollOverTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World()
        cls.file = cls.world.folder / "federation.toml"
        cls.first = cls.file.read_text()

    @classmethod
    def tearDownClass(cls):
        stage_case.close(cls.world)

    def load(self):
        load = Load(self.world)
        self.addCleanup(load.stop)
        return load

    def phase(self, load, what):
        begin, limit = load.count(), time.monotonic() + WAIT_SECONDS_MAX
        while load.count() - begin < ASKED_IN_EACH_PHASE_MIN:
            self.assertLess(time.monotonic(), limit, f"{what}: the clients do not get on")
            time.sleep(0.02)
        print(f"{what}: {load.count() - begin} requests", flush=True)

    def reload(self, *replacements):
        """The federation file as it was at first, with these changes in North's trust."""
        north, rest = self.first.split('name = "west"', 1)
        for before, after in replacements:
            self.assertEqual(north.count(before), 1, before)
            north = north.replace(before, after)
        seen = self.world.log_text().count('"reloaded"')
        self.file.write_text(north + 'name = "west"' + rest)
        os.kill(self.world.processes.entries[0]["pid"], signal.SIGHUP)
        limit = time.monotonic() + WAIT_SECONDS_MAX
        while self.world.log_text().count('"reloaded"') == seen:
            self.assertLess(time.monotonic(), limit, "no reload")
            time.sleep(0.02)

    def key(self, name):
        return f'[tenant.federation_trust.key]\ncertificate_file = "{name}.pem"\n' + (
            f'private_key_file = "{name}.key"\n'
        )

    def next_key(self, name):
        return self.key(name).replace(".key]", ".next_key]")

    def finish(self, load, to, by):
        load.stop()
        print(f"{load.count()} requests in all: {dict(load.answers)}", flush=True)
        self.assertEqual(set(load.answers), {KNOWN})
        # What was withdrawn does not count any more, so what came before could have failed.
        self.assertEqual(load.ask(load.request(to, by), "127.2.0.99"), "HTTP 500")

    def test_the_federation_key(self):
        self.reload()
        load = self.load()
        own = self.key("federation")
        self.phase(load, "one key")
        self.reload((own, own + self.next_key("federation_next")))
        self.phase(load, "the next key is there, and nobody uses it")
        load.to = ["federation", "federation_next"]
        self.phase(load, "tokens for both keys")
        self.reload((own, self.key("federation_next") + self.next_key("federation")))
        self.phase(load, "they have changed places")
        load.to = ["federation_next"]
        self.phase(load, "tokens for the next key")
        time.sleep(0.5)  # what was made for the first one is answered
        self.reload((own, self.key("federation_next")))
        self.phase(load, "the first key is gone")
        self.finish(load, "federation", "sts")

    def test_the_certificate_of_the_issuer(self):
        self.reload()
        load = self.load()
        own = 'certificate_files = ["sts.pem"]'
        self.phase(load, "one certificate")
        self.reload((own, 'certificate_files = ["sts.pem", "sts_next.pem"]'))
        self.phase(load, "both are pinned, the first signs")
        load.by = ["sts", "sts_next"]
        self.phase(load, "both sign")
        load.by = ["sts_next"]
        self.phase(load, "the next one signs")
        time.sleep(0.5)
        self.reload((own, 'certificate_files = ["sts_next.pem"]'))
        self.phase(load, "the first one is gone")
        self.finish(load, "federation", "sts")


if __name__ == "__main__":
    stage_case.main()

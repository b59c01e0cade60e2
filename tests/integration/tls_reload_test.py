# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""SIGHUP reads the listener's certificate again while clients come and go: new connections get the
new one, open ones stay, no request fails, and files that cannot be used change nothing."""
import http.client
import os
import shutil
import signal
import ssl
import threading
import time
import unittest

import stage_case
from account_world import AccountWorld

import pki

WAIT_SECONDS_MAX = 20
CLIENTS = 4


class Load:
    """Clients that each open a connection, ask, and close it, until they are stopped."""

    def __init__(self, world):
        self.world = world
        self.tls = ssl.create_default_context(cafile=str(world.ca_file))
        self.failures = []
        self.answers = 0
        self.running = True
        self.threads = [threading.Thread(target=self.run) for _ in range(CLIENTS)]
        for thread in self.threads:
            thread.start()

    def run(self):
        while self.running:
            try:
                connection = open_connection(self.world, self.tls)
                if ask(connection) != 200:
                    self.failures.append("no 200")
                self.answers += 1
                connection.close()
            except OSError as failure:
                self.failures.append(repr(failure))

    def stop(self):
        self.running = False
        for thread in self.threads:
            thread.join()


def open_connection(world, tls):
    connection = http.client.HTTPSConnection("localhost", world.port, context=tls, timeout=20)
    connection.connect()
    return connection


def ask(connection):
    connection.request("GET", "/healthz")
    reply = connection.getresponse()
    reply.read()
    return reply.status


class TlsReloadTest(unittest.TestCase):
    def setUp(self):
        self.world = AccountWorld()
        self.addCleanup(self.close)
        self.tls = ssl.create_default_context(cafile=str(self.world.ca_file))
        self.daemon = self.world.processes.entries[0]["pid"]
        # Another certificate of the same authority, beside the one in use.
        self.other = self.world.folder / "other"
        authority = object.__new__(pki.Authority)
        authority.folder = self.world.folder / "authority"
        authority.certificate = authority.folder / "ca.pem"
        authority.key = authority.folder / "ca.key"
        authority.issue(self.other, ["localhost"])

    def close(self):
        self.assertEqual(self.world.close(), [])

    def certificate(self):
        connection = open_connection(self.world, self.tls)
        shown = connection.sock.getpeercert()["serialNumber"]
        connection.close()
        return shown

    def wait_for_event(self, event, count):
        limit = time.monotonic() + WAIT_SECONDS_MAX
        while time.monotonic() < limit:
            found = [r for r in self.world.records() if r["event"] == event]
            if len(found) >= count:
                return found[-1]
            time.sleep(0.02)
        self.fail(f"no {event} in the log")

    def replace(self, name, source):
        """As a tool that renews certificates does it: written beside, renamed into place."""
        beside = self.world.folder / f"{name}.new"
        shutil.copyfile(source, beside)
        os.replace(beside, self.world.folder / name)

    def test_a_new_certificate_under_load(self):
        before = self.certificate()
        kept = open_connection(self.world, self.tls)
        self.addCleanup(kept.close)
        self.assertEqual(ask(kept), 200)
        load = Load(self.world)
        try:
            for turn in range(1, 6):
                even = turn % 2 == 0
                if turn == 1:
                    shutil.copyfile(self.world.folder / "tls.pem", self.world.folder / "old.pem")
                    shutil.copyfile(self.world.folder / "tls.key", self.world.folder / "old.key")
                folder = self.world.folder
                self.replace("tls.pem", folder / "old.pem" if even else self.other / "tls.pem")
                self.replace("tls.key", folder / "old.key" if even else self.other / "tls.key")
                os.kill(self.daemon, signal.SIGHUP)
                self.wait_for_event("certificate_reloaded", turn)
                self.assertEqual(self.certificate() == before, even)
        finally:
            load.stop()
        self.assertEqual(load.failures, [])
        self.assertGreater(load.answers, CLIENTS)
        # Opened before the first reload, and still of use.
        self.assertEqual(ask(kept), 200)
        self.assertEqual(kept.sock.getpeercert()["serialNumber"], before)

    def test_files_that_cannot_be_used_change_nothing(self):
        before = self.certificate()
        refused = 0
        for name, text in (
            ("tls.pem", b""),
            ("tls.pem", b"no certificate"),
            ("tls.key", b"no key"),
            ("tls.key", (self.other / "tls.key").read_bytes()),  # of another certificate
            ("tls.pem", None),
        ):
            file = self.world.folder / name
            good = file.read_bytes()
            if text is None:
                file.unlink()
            else:
                file.write_bytes(text)
            os.kill(self.daemon, signal.SIGHUP)
            refused += 1
            record = self.wait_for_event("reload_refused", refused)
            self.assertIn(name.rpartition(".")[0], record["problem"])
            self.assertEqual(self.certificate(), before)
            # The federation file had no mistake, so it counts.
            file.write_bytes(good)
        self.assertNotIn("certificate_reloaded", [r["event"] for r in self.world.records()])


if __name__ == "__main__":
    stage_case.main()

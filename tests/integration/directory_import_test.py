# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Recipients come from directories while the gateway runs: from Microsoft Graph by delta queries,
and from a file. Whom an import brought can be asked about, and whom it took away cannot."""
import time
import unittest

import stage_case
from directory_world import (
    CAROL_HERE,
    CONTACTS,
    FILE,
    GRAPH,
    HIDDEN_GUEST,
    LOGIN,
    RECIPIENTS,
    SHOWN_GUEST,
    SOUTH_GRAPH,
    DirectoryWorld,
    address,
)
from registry_world import USER

EVERYBODY = sorted(address(name) for name in (*CONTACTS, SHOWN_GUEST, HIDDEN_GUEST))
RUN = "/directory-sources/north/entra/run"  # of the admin API
FEEDS = ("/v1.0/contacts/delta", "/v1.0/users/delta")
# Contacts fill two pages, and a third says that there are no more; users, the mailbox's owner
# among them, fill one and a half.
FULL_READING = [(FEEDS[0], 200, 2), (FEEDS[0], 200, 2), (FEEDS[0], 200, 0),
                (FEEDS[1], 200, 2), (FEEDS[1], 200, 1)]  # fmt: skip
NOTHING_NEW = [(feed, 200, 0) for feed in FEEDS]
SCHEDULED_SECONDS_MAX = 100  # a minute by chance, and a look every five seconds


class DirectoryImportTest(unittest.TestCase):
    def setUp(self):
        self.world = DirectoryWorld(every=getattr(self, "every", "0s"))
        self.addCleanup(stage_case.close, self.world)
        self.gateway = self.world.gateway

    def import_all(self):
        self.assertEqual(self.gateway.report(), (RECIPIENTS, 0, 0, 0))
        self.world.asked()

    def reason(self, person):
        return self.gateway.ctl("explain", "--from", USER, "--to", person, expect=2)


class GraphImportTest(DirectoryImportTest):
    def test_whom_an_import_brings_can_be_asked_about(self):
        carol = address("carol")
        self.assertEqual(self.gateway.ask(carol)["result"], "unknown")
        self.assertIn("resolve.directory_empty", self.reason(carol))
        self.assertEqual(self.world.asked(SOUTH_GRAPH), [])

        self.assertEqual(self.gateway.report(), (RECIPIENTS, 0, 0, 0))
        self.assertEqual(self.world.asked(), FULL_READING)
        self.assertEqual(self.gateway.recipients(), EVERYBODY)

        for person in (carol, CAROL_HERE, address(SHOWN_GUEST)):
            self.assertTrue(self.gateway.knows(person), person)
        schedules = self.world.asked(SOUTH_GRAPH)
        self.assertTrue(schedules)
        for path, status, mailboxes in schedules:
            self.assertRegex(path, "(?i)/getSchedule$")
            self.assertEqual((status, mailboxes), (200, 1))
        self.assertIn("resolve.no_contact", self.reason(address("ian")))

    def test_a_guest_who_is_in_no_address_list_is_not_found(self):
        self.import_all()
        hal = address(HIDDEN_GUEST)
        (guest,) = [
            each["body"]
            for each in self.gateway.json("guest", "list", "--tenant", "north")["objects"]
            if each["body"]["external_address"] == hal
        ]
        self.assertTrue(guest["hidden_from_address_lists"])
        self.assertEqual(self.gateway.ask(hal)["result"], "unknown")
        self.assertIn("resolve.hidden_guest", self.reason(hal))
        self.world.change(HIDDEN_GUEST, showInAddressList=True)
        self.assertEqual(self.gateway.report(), (0, 1, 0, 0))
        self.assertTrue(self.gateway.knows(hal))

    def test_later_imports_bring_only_what_changed(self):
        self.import_all()
        self.assertEqual(self.gateway.report()[:3], (0, 0, 0))
        self.assertEqual(self.world.asked(), NOTHING_NEW)

        self.world.change("dan", displayName="Daniel")
        self.assertEqual(self.gateway.report()[:3], (0, 1, 0))
        self.assertEqual(self.world.asked(), [(FEEDS[0], 200, 1), (FEEDS[1], 200, 0)])
        self.assertIn("Daniel", str(self.gateway.json("mail-contact", "list", "--tenant", "north")))

        self.assertTrue(self.gateway.knows(address("carol")))
        self.world.remove("carol")
        self.world.remove(HIDDEN_GUEST, "deleted")
        self.world.change("ian", displayName="Ian", mail=address("ian"))
        self.gateway.run_import("--confirm")
        self.assertEqual(self.world.asked(), [(FEEDS[0], 200, 2), (FEEDS[0], 200, 0),
                                              (FEEDS[1], 200, 1)])  # fmt: skip
        expected = set(EVERYBODY) - {address("carol"), address(HIDDEN_GUEST)} | {address("ian")}
        self.assertEqual(self.gateway.recipients(), sorted(expected))
        self.assertEqual(self.gateway.ask(address("carol"))["result"], "unknown")
        self.assertIn("resolve.no_contact", self.reason(address("carol")))
        self.assertTrue(self.gateway.knows(address("ian")))

        self.world.change("carol")  # out of the recycle bin
        self.assertEqual(self.gateway.report()[:3], (1, 0, 0))
        self.assertTrue(self.gateway.knows(address("carol")))

    def test_a_preview_shows_what_would_change_and_changes_nothing(self):
        before = self.gateway.revision()
        status, answer = self.gateway.api("POST", RUN, {"dry_run": True})
        self.assertEqual((status, answer["added"]), (200, RECIPIENTS))
        added = {each["after"]["external_address"] for each in answer["differences"]}
        self.assertEqual(sorted(added), EVERYBODY)
        self.assertTrue(all(each["before"] is None for each in answer["differences"]))
        shown = self.gateway.run_import("--dry-run", expect=6)
        for person in EVERYBODY:
            self.assertIn(person, shown)
        self.assertEqual(self.gateway.recipients(), [])
        self.import_all()
        self.world.change("dan", displayName="Daniel")
        self.world.remove("eve")
        imported = self.gateway.revision()
        for _ in range(2):  # what a preview has read is read again
            self.assertEqual(self.gateway.report("--dry-run", expect=6)[:3], (0, 1, 1))
        self.assertGreater(imported, before)
        self.assertEqual(self.gateway.revision(), imported)
        self.assertEqual(self.gateway.recipients(), EVERYBODY)
        self.assertEqual(self.gateway.report()[:3], (0, 1, 1))
        self.gateway.run_import("--dry-run")  # nothing would

    def test_too_many_removals_wait_for_somebody(self):
        self.import_all()
        for name in ("carol", "dan", "eve"):
            self.world.remove(name)
        status, answer = self.gateway.api("POST", RUN, {})
        self.assertEqual((status, answer["error"]["code"]), (409, "braked"))
        self.assertIn(f"3 of {RECIPIENTS} recipients", answer["error"]["message"])
        for options in ((), ("--full",)):
            refused = self.gateway.run_import(*options, expect=5)
            self.assertIn(f"3 of {RECIPIENTS} recipients", refused)
            self.assertRegex(refused, r"\b1\b.*\b10 percent")
            self.assertEqual(self.gateway.recipients(), EVERYBODY)
            self.assertTrue(self.gateway.state()["failed"])
        self.assertTrue(self.gateway.knows(address("carol")))
        self.gateway.run_import("--dry-run", expect=5)
        self.assertEqual(self.gateway.report("--dry-run", "--confirm", expect=6)[:3], (0, 0, 3))
        self.assertEqual(self.gateway.recipients(), EVERYBODY)
        self.assertEqual(self.gateway.report("--confirm")[:3], (0, 0, 3))
        self.assertEqual(
            self.gateway.recipients(), sorted(map(address, ("fay", SHOWN_GUEST, HIDDEN_GUEST)))
        )
        self.assertEqual(self.gateway.ask(address("carol"))["result"], "unknown")
        self.assertFalse(self.gateway.state()["failed"])
        self.assertEqual(len(self.world.events("import_braked")), 4)

    def test_a_state_that_graph_lost_is_read_anew(self):
        self.import_all()
        gone = list(CONTACTS)
        for how, status in (("syncStateNotFound", 400), ("resyncRequired", 410)):
            self.world.remove(gone.pop())
            self.world.admin("POST", "/directory", {"lose_tokens": how})
            self.assertEqual(self.gateway.report()[:3], (0, 0, 1))
            asked = self.world.asked()
            self.assertEqual(asked[0], (FEEDS[0], status, 0))
            contacts = [each for each in asked[1:] if each[0] == FEEDS[0]]
            self.assertEqual(sum(each[2] for each in contacts), len(gone))
            self.assertEqual(self.gateway.report()[:3], (0, 0, 0))
            self.assertEqual(self.world.asked(), NOTHING_NEW)

    def test_graph_asks_to_wait(self):
        self.import_all()
        throttle = {"host": GRAPH, "path_prefix": FEEDS[1], "kind": "throttle", "count": 1}
        self.world.change("dan", displayName="Daniel")
        self.world.admin("POST", "/faults", {**throttle, "value": 2})
        begin = time.monotonic()
        self.assertEqual(self.gateway.report()[:3], (0, 1, 0))
        self.assertGreaterEqual(time.monotonic() - begin, 2)
        self.assertEqual(self.world.asked(),
                         [(FEEDS[0], 200, 1), (FEEDS[1], 429, 0), (FEEDS[1], 200, 0)])  # fmt: skip

        # Longer than a run may take: all of it is put off, what it read already, too.
        self.world.change("dan", displayName="Danny")
        self.world.admin("POST", "/faults", {**throttle, "value": 3600})
        refused = self.gateway.run_import(expect=3)
        self.assertIn("429", refused)
        self.assertIn("429", self.gateway.state()["outcome"])
        self.assertNotIn("Danny", self.gateway.ctl("mail-contact", "list", "--tenant", "north"))
        self.assertEqual(self.gateway.report()[:3], (0, 1, 0))
        self.assertFalse(self.gateway.state()["failed"])

    def test_a_cloud_that_is_down_takes_nobody_away(self):
        self.import_all()
        self.world.stop_clouds()
        self.gateway.run_import(expect=3)
        state = self.gateway.state()
        self.assertTrue(state["failed"])
        self.assertIn(f"https://{GRAPH}", state["outcome"])
        self.assertEqual(self.gateway.recipients(), EVERYBODY)
        # Another life of the cloud knows nothing of the state that it gave before.
        self.world.start_clouds()
        self.assertEqual(self.gateway.report(), (0, 0, 0, RECIPIENTS))
        self.assertEqual([each[1] for each in self.world.asked()][0], 400)
        self.assertTrue(self.gateway.knows(address("carol")))
        # Nobody can sign in.
        self.world.admin("POST", "/faults", {"host": LOGIN, "kind": "status", "value": 503})
        self.gateway.kill()
        self.gateway.start()
        self.gateway.run_import(expect=3)
        self.assertIn("token", self.gateway.state()["outcome"])
        self.assertEqual(self.gateway.recipients(), EVERYBODY)

    def test_a_program_that_starts_again_goes_on_where_it_was(self):
        self.import_all()
        self.world.change("dan", displayName="Daniel")
        self.gateway.kill()
        self.gateway.start()
        self.assertEqual(self.gateway.recipients(), EVERYBODY)
        self.assertEqual(self.gateway.report()[:3], (0, 1, 0))
        self.assertEqual(self.world.asked(), [(FEEDS[0], 200, 1), (FEEDS[1], 200, 0)])

    def test_an_application_without_the_roles_is_told_which(self):
        refused = self.gateway.ctl("directory-source", "run", "entra", "--tenant", "south",
                                   expect=1)  # fmt: skip
        self.assertIn("HTTP 403", refused)
        self.assertIn("OrgContact.Read.All", refused)
        self.assertEqual(self.world.asked(SOUTH_GRAPH), [(FEEDS[0], 403, 0)])


class ScheduledImportTest(DirectoryImportTest):
    every = "1m"

    def test_a_file_is_read_by_itself(self):
        limit = time.monotonic() + SCHEDULED_SECONDS_MAX
        while self.gateway.state(FILE)["last_run"] is None:
            self.assertLess(time.monotonic(), limit, "it was not read")
            time.sleep(0.5)
        self.assertEqual(self.gateway.recipients(), [address("ian")])
        self.assertTrue(self.gateway.knows(address("ian")))
        state = self.gateway.state(FILE)
        self.assertIsNotNone(state["next_run"])
        self.assertIn("1 added", state["outcome"])
        (event,) = self.world.events("imported")
        self.assertEqual((event["source"], event["added"]), (FILE, 1))

        # By hand, beside what comes from Graph: neither takes the other's people away.
        self.import_all()
        self.world.write_file(["ian"])
        self.assertEqual(self.gateway.report(source=FILE), (0, 0, 0, 1))
        self.assertEqual(self.gateway.recipients(), sorted([*EVERYBODY, address("ian")]))
        self.world.write_file([])
        emptied = self.gateway.run_import(source=FILE, expect=5)
        self.assertIn("no recipients at all", emptied)
        self.gateway.run_import("--confirm", source=FILE)
        self.assertEqual(self.gateway.recipients(), EVERYBODY)
        (self.world.folder / "recipients.csv").write_text('Guid,"broken')
        broken = self.gateway.run_import(source=FILE, expect=1)
        self.assertIn("line", broken)
        self.assertTrue(self.gateway.state(FILE)["failed"])


del DirectoryImportTest  # what the others share; it has no test of its own

if __name__ == "__main__":
    stage_case.main()

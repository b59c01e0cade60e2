# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""freebusyd --check: every mistake of a file as file:line:column and a sentence, exit code 2;
nothing is started."""
import re
import subprocess
import tomllib

import stage_case
from stage_case import PROGRAMS, StageCase, cast

PROBLEM = re.compile(r"^(?P<file>\S+):(?P<line>\d+):(?P<column>\d+): (?P<sentence>.{10,})$")


class CheckConfigTest(StageCase):
    def check(self, settings, *more):
        return subprocess.run(
            [PROGRAMS / "freebusyd", "--config", settings, "--check", *more],
            capture_output=True,
            text=True,
            cwd=self.folder,
        )

    def variant(self, file, *replacements):
        """A copy of Contoso's configuration with changes in one of its files."""
        own = self.stage.files.gateway_folder(cast.CONTOSO)
        text = (own / file).read_text()
        for old, new in replacements:
            self.assertIn(old, text)
            text = text.replace(old, new, 1)
        changed = own / ("changed." + file)
        changed.write_text(text)
        if file == "freebusyd.toml":
            return changed
        settings = own / "changed.freebusyd.toml"
        original = (own / "freebusyd.toml").read_text()
        settings.write_text(original.replace('"federation.toml"', '"changed.federation.toml"'))
        return settings

    def problems(self, settings):
        done = self.check(settings)
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        found = [PROBLEM.match(line) for line in done.stderr.splitlines()]
        self.assertTrue(all(found), done.stderr)
        return found

    def test_a_good_configuration(self):
        done = self.check(self.stage.files.gateway_folder(cast.CONTOSO) / "freebusyd.toml")
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_the_settings_in_force_are_told_without_secrets(self):
        folder = self.stage.files.gateway_folder(cast.CONTOSO)
        done = subprocess.run(
            [PROGRAMS / "freebusyd", "--config", folder / "freebusyd.toml", "--dump-config"],
            capture_output=True,
            text=True,
            cwd=self.folder,
        )
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        settings = tomllib.loads(done.stdout)
        self.assertEqual(settings["gateway"]["threads"], 1)
        self.assertEqual(settings["authentication"]["clock_skew"], "5m")
        self.assertNotIn("private_key_file", settings["listener"])
        self.assertIn("# private_key_file is set", done.stdout)

    def test_every_mistake_is_listed_at_once(self):
        settings = self.variant(
            "freebusyd.toml",
            ("threads = 1", 'threads = "many"\nthredas = 2'),
            ('address = "127.0.0.1"', 'adress = "127.0.0.1"'),
        )
        found = self.problems(settings)
        self.assertGreaterEqual(len(found), 3)
        lines = settings.read_text().splitlines()
        for problem in found:
            self.assertLessEqual(int(problem["line"]), len(lines))
        self.assertTrue(any("thredas" in p["sentence"] for p in found))

    def test_the_26th_tenant_is_refused_with_the_count(self):
        allowed = ", ".join(f'"us/c0a1b2c3-0001-4000-8000-0000000000{n:02d}"' for n in range(26))
        own = cast.tenant_named("contoso-china").reference
        settings = self.variant("federation.toml", (f'["{own}"]', f"[{allowed}]"))
        found = self.problems(settings)
        self.assertTrue(any("26" in p["sentence"] and "25" in p["sentence"] for p in found))

    def test_mistakes_of_the_federation_file(self):
        settings = self.variant(
            "federation.toml",
            ('"OrgWideFBToken"', '"PerUserFB"'),
            ('"21vianet"', '"22vianet"'),
            ('source = "cloud"', 'source = "clowd"'),
        )
        found = self.problems(settings)
        self.assertGreaterEqual(len(found), 3)
        self.assertTrue(all("federation" in p["file"] for p in found))

    def test_no_secret_is_echoed(self):
        settings = self.variant(
            "federation.toml", ('password_hash = "$argon2id$', 'password_hash = "plain-secret$')
        )
        done = self.check(settings)
        self.assertEqual(done.returncode, 2)
        self.assertNotIn("plain-secret", done.stdout + done.stderr)

    def test_a_file_that_is_not_there(self):
        done = self.check(self.folder / "nothing.toml")
        self.assertEqual(done.returncode, 2)
        self.assertIn("nothing.toml", done.stderr)

    def test_a_mistake_on_the_command_line(self):
        done = subprocess.run(
            [PROGRAMS / "freebusyd", "--confg", "x"], capture_output=True, text=True
        )
        self.assertEqual(done.returncode, 2)


if __name__ == "__main__":
    stage_case.main()

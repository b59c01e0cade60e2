# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""The manual page and the completion of freebusyctl, judged by man and by a real bash."""
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

from screen import Screen

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
PROGRAM = Path(os.environ["FB_BINARY_DIR"]) / "bin" / "freebusyctl"

TABULATOR, SHOW = "\t", "\x18"
# The key SHOW prints the line as it stands, and empties it.
ZSHRC = """
unsetopt beep
fpath=($HOME $fpath)
autoload -Uz compinit && compinit -u -d $HOME/dump
show() { print -r -- "<$BUFFER>"; BUFFER= }
zle -N show
bindkey '^X' show
PROMPT=
"""

# Asks for the completion of a line, as bash does at a press of the tabulator.
ASK = """
source "$1"; shift
complete -p freebusyctl
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
COMPREPLY=()
_freebusyctl
printf '%s\\n' "${COMPREPLY[@]}"
"""


def run(*words):
    return subprocess.run([str(word) for word in words], capture_output=True, text=True,
                          timeout=60, check=True).stdout  # fmt: skip


def completed(*line):
    command = ["bash", "--norc", "-u", "-c", ASK, "bash", PACKAGING / "freebusyctl.bash",
               "freebusyctl", *line]  # fmt: skip
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True,
                          timeout=60, cwd=ROOT)  # fmt: skip
    assert not done.stderr, done.stderr
    first, *found = done.stdout.splitlines()
    assert first == "complete -F _freebusyctl freebusyctl", first
    return [word for word in found if word]


class PagesTest(unittest.TestCase):
    def test_the_program_prints_what_is_committed(self):
        for words, file in [
            (["--print-man-page"], PACKAGING / "freebusyctl.1"),
            (["--print-reference"], ROOT / "docs/reference/freebusyctl.md"),
            (["completion", "bash"], PACKAGING / "freebusyctl.bash"),
            (["completion", "zsh"], PACKAGING / "freebusyctl.zsh"),
            (["completion", "fish"], PACKAGING / "freebusyctl.fish"),
        ]:
            self.assertEqual(run(PROGRAM, *words), file.read_text(), file.name)

    def test_man_has_nothing_to_say(self):
        done = subprocess.run(
            ["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", PACKAGING / "freebusyctl.1"],
            capture_output=True, timeout=60, env={**os.environ, "MANWIDTH": "80"})  # fmt: skip
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertGreater(len(done.stdout), 50_000)

    def test_man_shows_what_can_be_typed(self):
        done = subprocess.run(
            ["man", "-E", "UTF-8", "-l", "-Tutf8", PACKAGING / "freebusyctl.1"],
            capture_output=True, text=True, timeout=60,
            env={**os.environ, "MANWIDTH": "80", "MAN_KEEP_FORMATTING": "1"})  # fmt: skip
        # Bold and underlined letters are drawn by colours or by strokes over each other.
        text = re.sub(r"\x1b\[[0-9;]*m|.\x08", "", done.stdout)
        for shown in ["--free-busy-access-level CHOICE", "--set KEY=VALUE", "'$true'",
                      "--target-tenant-id cn/", "EXIT STATUS", 'Add="A","B"']:  # fmt: skip
            self.assertIn(shown, text)
        self.assertNotRegex(text, r"[\u2010\u2212\u2019]")

    def test_bash_completes(self):
        rows = [
            (["ad"], ["address-space"]),
            (["address-space", ""], ["list", "show", "add", "remove", "--help"]),
            (["address-space", "add", "--acc"], ["--access-method"]),
            (["address-space", "add", "--access-method", "OrgWideFB"],
             ["OrgWideFBToken", "OrgWideFB"]),
            (["organization-relationship", "set", "X", "--enabled", ""], ["true", "false"]),
            (["organization-relationship", "set", "X", "--enabled", "true", "--cache-s"],
             ["--cache-scope"]),
            (["cloud", "show", "g"], ["gcc", "gcc-high"]),
            (["completion", ""], ["bash", "zsh", "fish"]),
            (["apply", "-f", "READ"], ["README.md"]),
            (["apply", "--file", "READ"], ["README.md"]),
            (["import", "exchange", "READ"], ["README.md"]),
            (["import", "exchange", "--auth"], ["--authority"]),
            (["backup", "READ"], []),
            (["explain", "--path", ""], ["orgrel", "aas"]),
            (["query", "--output", "i"], ["ics"]),
            (["status", "--output", "i"], []),
            (["nothing", "--"], []),
        ]  # fmt: skip
        for line, found in rows:
            with self.subTest(" ".join(line)):
                self.assertEqual(completed(*line), found)

    def test_fish_completes(self):
        script = f"source {PACKAGING / 'freebusyctl.fish'}; complete --do-complete $argv[1]"
        for line, found in [
            ("ad", ["address-space"]),
            ("address-space ", ["add", "list", "remove", "show"]),
            ("address-space add --acc", ["--access-method"]),
            ("address-space add --access-method OrgWideFB", ["OrgWideFB", "OrgWideFBToken"]),
            ("organization-relationship set X --enabled ", ["false", "true"]),
            ("explain --path ", ["aas", "orgrel"]),
            ("query --output i", ["ics"]),
            ("status --output i", []),
        ]:
            with self.subTest(line), tempfile.TemporaryDirectory() as home:
                said = subprocess.run(
                    ["fish", "--no-config", "-c", script, f"freebusyctl {line}"],
                    capture_output=True, text=True, timeout=60, check=True, cwd=home,
                    env={**os.environ, "HOME": home})  # fmt: skip
                words = [each.partition("\t")[0] for each in said.stdout.splitlines()]
                self.assertEqual(sorted(words), found, said.stderr)

    def test_zsh_completes(self):
        with tempfile.TemporaryDirectory() as home:
            (Path(home) / "_freebusyctl").write_text((PACKAGING / "freebusyctl.zsh").read_text())
            (Path(home) / ".zshrc").write_text(ZSHRC)
            environment = {**os.environ, "HOME": home, "ZDOTDIR": home, "TERM": "dumb"}
            shell = Screen(["zsh", "-i"], environment)
            try:
                for line, whole in [
                    ("freebusyctl ad", "freebusyctl address-space"),
                    ("freebusyctl address-space ad", "freebusyctl address-space add"),
                    ("freebusyctl address-space add --acc",
                     "freebusyctl address-space add --access-method"),
                    ("freebusyctl organization-relationship set X --enabled t",
                     "freebusyctl organization-relationship set X --enabled true"),
                    ("freebusyctl explain --path a", "freebusyctl explain --path aas"),
                    ("freebusyctl query --output i", "freebusyctl query --output ics"),
                    ("freebusyctl status --output i", "freebusyctl status --output i"),
                ]:  # fmt: skip
                    with self.subTest(line):
                        shell.type(line + TABULATOR + SHOW)
                        self.assertEqual(shell.wait_for(r"<(freebusyctl.*?)>").strip(), whole)
            finally:
                shell.close()


if __name__ == "__main__":
    unittest.main(verbosity=2)

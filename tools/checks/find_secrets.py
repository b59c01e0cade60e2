#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Searches everything that a run of the tests wrote for the secrets that it used.

Usage: find_secrets.py RUN_FOLDER [FILE...]
       find_secrets.py --self-test

RUN_FOLDER is what the tests left (tests/integration/run_folder.py): logs, what the programs
printed, journals, configurations, and in secrets/ the passwords and tokens. Private keys and
passwords are also taken from the files that are their own place; those files alone are not
searched. A secret is looked for as it is, in base64 and base64url wherever it may begin there, and
in hexadecimal digits. Besides, no file may hold a signed token, an API token, a Kerberos ticket or
a private key, known or not.
"""

import base64
import json
import os
import pathlib
import subprocess
import sys
import tempfile

SECRET_BYTES_MIN = 8
CORE_CHARACTERS_MIN = 10
FILES_PER_SEARCH = 500
SHORT_KEY_LINES_MAX = 4
OWN_SUFFIXES = {".key", ".password", ".keytab", ".secret"}
OWN_NAMES = {"password", "token", "authority.json"}
# What proves something by its form alone, whoever made it.
SHAPES = {
    "an API token": rb"fbg_[\w-]{43}[0-9A-Za-z]{6}",
    "a Kerberos ticket": rb"Negotiate YI[0-9A-Za-z+/]{100,}",
    "a signed token": rb"eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{40,}",
    "a private key": rb"-----BEGIN [A-Z ]*PRIVATE KEY-----",
}


def is_own_place(path):
    return path.suffix in OWN_SUFFIXES or path.name in OWN_NAMES


def secrets_in_file(path):
    """Of a private key what is not public as well: the second half of an RSA key, and of the short
    one of an elliptic curve the middle."""
    try:
        lines = path.read_text().split("\n")
    except UnicodeDecodeError:
        return []
    if any("PRIVATE KEY" in line for line in lines):
        body = [line for line in lines if line and not line.startswith("-")]
        private = body[len(body) // 2 :] if len(body) > SHORT_KEY_LINES_MAX else body[1:2]
        return [line for line in private if len(line) >= 32]
    text = "\n".join(lines).strip()
    return [text] if text and "\n" not in text and not text.startswith("{") else []


def cores(secret, encode):
    """The characters of a base64 text that depend on the secret alone, for each place in a group of
    three bytes where it may begin."""
    for before in range(3):
        text = encode(b"\0" * before + secret).decode().rstrip("=")
        begin = (0, 2, 3)[before]
        end = len(text) - (1 if (before + len(secret)) % 3 else 0)
        if end - begin >= CORE_CHARACTERS_MIN:
            yield text[begin:end]


def forms(secret):
    raw = secret.encode()
    found = {secret: "as it is", raw.hex(): "in hexadecimal", raw.hex().upper(): "in hexadecimal"}
    for core in cores(raw, base64.b64encode):
        found.setdefault(core, "in base64")
    for core in cores(raw, base64.urlsafe_b64encode):
        found.setdefault(core, "in base64url")
    return found


class Run:
    def __init__(self, folder, more):
        self.secrets = set()
        self.searched = [pathlib.Path(file) for file in more]
        for place, _, names in os.walk(folder):
            for name in names:
                self.take(pathlib.Path(place) / name, pathlib.Path(folder) / "secrets")

    def take(self, path, registered):
        if path.is_symlink() or not path.is_file():
            return
        if path.parent == registered:
            self.secrets.update(json.loads(path.read_text()))
        elif is_own_place(path):
            self.secrets.update(secrets_in_file(path))
        else:
            self.searched.append(path)

    def needles(self):
        return {form: how for secret in self.secrets for form, how in forms(secret).items()}


def grep(options, pattern_file, files):
    """(file, line number, what was found) for each hit."""
    for begin in range(0, len(files), FILES_PER_SEARCH):
        command = ["grep", "-aoHnZ", *options, "-f", pattern_file, "--",
                   *map(str, files[begin : begin + FILES_PER_SEARCH])]  # fmt: skip
        run = subprocess.run(command, capture_output=True, env={**os.environ, "LC_ALL": "C"})
        if run.returncode > 1:
            raise RuntimeError(run.stderr.decode())
        for line in run.stdout.splitlines():
            name, _, rest = line.partition(b"\0")
            number, _, found = rest.partition(b":")
            yield name.decode(), int(number), found


def search(run):
    """The hits in words, without what was found."""
    needles = run.needles()
    with tempfile.NamedTemporaryFile("w") as patterns:
        patterns.write("\n".join(needles) + "\n")
        patterns.flush()
        for name, number, found in grep(["-F"], patterns.name, run.searched):
            how = needles.get(found.decode(errors="replace"), "in part")
            yield f"{name}:{number}: a secret {how}"
    for what, shape in SHAPES.items():
        with tempfile.NamedTemporaryFile("w") as patterns:
            patterns.write(shape.decode() + "\n")
            patterns.flush()
            for name, number, _ in grep(["-P"], patterns.name, run.searched):
                yield f"{name}:{number}: {what}"


def check(folder, more=()):
    """What is wrong, in words, and what was done."""
    run = Run(folder, more)
    gone = [path for path in run.searched if not path.is_file()]
    if gone:
        return [f"{path} is not there" for path in gone], "searched nothing"
    size = sum(path.stat().st_size for path in run.searched)
    done = (
        f"searched {len(run.searched)} files with {size} bytes for {len(run.secrets)} secrets"
        f" in {len(run.needles())} forms"
    )
    if not run.searched or not size:
        return ["there is nothing to search"], done
    if not run.secrets:
        return ["no test said what its secrets are"], done
    short = [secret for secret in run.secrets if len(secret.encode()) < SECRET_BYTES_MIN]
    if short:
        return [f"{len(short)} secrets are too short to be looked for"], done
    return sorted(set(search(run))), done


def in_base64(text, encode=base64.b64encode):
    return encode(text.encode()).decode()


PASSWORD = "correct-horse-battery"
ODD = "~~\xff~~\xff~~~~"
TOKEN = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJub2JvZHkifQ." + "s" * 43


def private_key(letters):
    lines = "\n".join(letter * 64 for letter in letters)
    return f"-----BEGIN PRIVATE KEY-----\n{lines}\n-----END PRIVATE KEY-----\n"


# What a log may hold, and whether that is a hit.
SAMPLES = [
    ("nothing of it", "the caller is not authenticated", False),
    ("the password", f"asked with {PASSWORD}", True),
    ("the password in a Basic header", in_base64(f"peggy:{PASSWORD}"), True),
    ("one byte further", in_base64(f"peggy1:{PASSWORD}!"), True),
    ("two bytes further", in_base64(f"peggy12:{PASSWORD}!!"), True),
    ("in hexadecimal digits", PASSWORD.encode().hex(), True),
    ("in capital hexadecimal digits", PASSWORD.encode().hex().upper(), True),
    ("a line of the private half of a key", "G" * 64, True),
    ("a line of the public half of a key", "B" * 64, False),
    ("the middle of a short key", "b" * 64, True),
    ("the public end of a short key", "c" * 64, False),
    ("a token that nobody registered", f"got {TOKEN} from there", True),
    ("a token without its signature", TOKEN.rpartition(".")[0] + ".", False),
    ("an API token that nobody registered", "fbg_" + "a" * 49, True),
    ("a ticket that nobody registered", "Negotiate YII" + "a" * 120, True),
    ("a challenge", "Negotiate, Basic", False),
    ("a key that nobody registered", "-----BEGIN RSA PRIVATE KEY-----", True),
    ("odd characters in base64url", in_base64(ODD, base64.urlsafe_b64encode), True),
]


def write_run(folder, text):
    (folder / "secrets").mkdir(parents=True)
    (folder / "secrets" / "one.json").write_text(json.dumps([PASSWORD, ODD]))
    (folder / "application.key").write_text(private_key("ABCDEFGH"))
    (folder / "short.key").write_text(private_key("abc"))
    (folder / "exchange.password").write_text("another-password\n")
    (folder / "freebusyd.log").write_text(text + "\n")


def self_test():
    wrong = []
    with tempfile.TemporaryDirectory() as name:
        for number, (what, text, is_hit) in enumerate(SAMPLES):
            folder = pathlib.Path(name) / str(number)
            write_run(folder, text)
            if bool(check(folder)[0]) != is_hit:
                wrong.append(f"{what}: {check(folder)[0] or 'not found'}")
        folder = pathlib.Path(name) / "0"
        (folder / "other.log").write_text("another-password")
        if len(check(folder)[0]) != 1:
            wrong.append("a password that stands in its own file is not looked for elsewhere")
        (folder / "freebusyd.log").unlink()
        (folder / "other.log").unlink()
        if check(folder)[0] != ["there is nothing to search"]:
            wrong.append("a run without output passes")
        (folder / "freebusyd.log").write_text("hello\n")
        for file in ("secrets/one.json", "application.key", "short.key", "exchange.password"):
            (folder / file).unlink()
        if check(folder)[0] != ["no test said what its secrets are"]:
            wrong.append("a run without secrets passes")
    print("\n".join(wrong) or f"find_secrets: {len(SAMPLES) + 3} cases as expected")
    return 1 if wrong else 0


def main(arguments):
    if arguments == ["--self-test"]:
        return self_test()
    if not arguments:
        print(__doc__)
        return 2
    hits, done = check(arguments[0], arguments[1:])
    for hit in hits:
        print(f"find_secrets: {hit}")
    print(f"find_secrets: {done}: {len(hits) or 'nothing'} found")
    return 1 if hits else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

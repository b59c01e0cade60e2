# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""A real KDC with a realm of its own, and programs that know only it."""
import os
import subprocess
from pathlib import Path

import run_folder

import processes

REALM = "NORTH.EXAMPLE"


class Realm:
    """Everything of it lies in one folder; nothing of the machine's Kerberos is read or written."""

    def __init__(self):
        self.folder = run_folder.new("freebusy-realm-")
        self.secrets = []
        self.port = processes.free_port()
        (self.folder / "krb5.conf").write_text(
            f"[libdefaults]\n default_realm = {REALM}\n dns_lookup_kdc = false\n"
            " dns_lookup_realm = false\n rdns = false\n dns_canonicalize_hostname = false\n"
            f"[realms]\n {REALM} = {{\n  kdc = 127.0.0.1:{self.port}\n }}\n"
        )
        (self.folder / "kdc.conf").write_text(
            f"[kdcdefaults]\n kdc_listen = 127.0.0.1:{self.port}\n"
            f" kdc_tcp_listen = 127.0.0.1:{self.port}\n"
            f"[realms]\n {REALM} = {{\n  database_name = {self.folder}/principal\n"
            f"  key_stash_file = {self.folder}/stash\n  max_life = 10h\n }}\n"
            f"[logging]\n kdc = FILE:{self.folder}/kdc.log\n"
        )
        self.environment = {
            "KRB5_CONFIG": str(self.folder / "krb5.conf"),
            "KRB5_KDC_PROFILE": str(self.folder / "kdc.conf"),
            "KRB5RCACHEDIR": str(self.folder),
            "KRB5CCNAME": f"FILE:{self.folder}/nobody.ccache",
        }
        os.environ.update(self.environment)
        self.run("kdb5_util", "create", "-s", "-P", "of this test alone", "-r", REALM)
        self.processes = processes.Processes(self.folder)

    def run(self, program, *arguments, given=None):
        place = f"/usr/sbin/{program}" if Path(f"/usr/sbin/{program}").exists() else program
        done = subprocess.run(
            [place, *map(str, arguments)], capture_output=True, text=True, input=given, timeout=60
        )
        if done.returncode != 0:
            raise AssertionError(f"{program}: {done.stderr}")
        return done.stdout

    def start(self):
        self.kdc = self.processes.start("krb5kdc", ["/usr/sbin/krb5kdc", "-n"], self.folder)
        self.processes.wait_for(
            self.kdc, lambda: processes.accepts(self.port), "krb5kdc", self.folder
        )  # fmt: skip

    def pause(self):
        """Until the next start()."""
        self.kdc.terminate()
        self.kdc.wait(timeout=30)

    def add(self, *principals):
        for principal in principals:
            self.run("kadmin.local", "-q", f"addprinc -randkey {principal}")

    def keytab(self, name, *principals):
        """With new keys of them, which end those that were there before."""
        file = self.folder / name
        self.run("kadmin.local", "-q", f"ktadd -k {file} {' '.join(principals)}")
        return file

    def sign_in(self, principal, keytab, *more):
        """The environment of somebody who has a ticket."""
        cache = self.folder / f"{principal.replace('/', '-')}.ccache"
        self.run("kinit", *more, "-k", "-t", keytab, "-c", cache, principal)
        return {**os.environ, "KRB5CCNAME": f"FILE:{cache}"}

    def stop(self):
        left = self.processes.stop()
        run_folder.leave(self.folder, self.secrets)
        return left

# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""One gateway whose authority and whose Graph are authority.mjs: oidc-provider and jose. Two home
tenants, one for each form in which an application names its certificate."""
import base64
import datetime as dt
import http.client
import json
import secrets
import shutil
import socket
import ssl
import subprocess
import sys
import urllib.parse
import uuid
from pathlib import Path

from cryptography.hazmat.primitives.serialization import load_pem_private_key

HERE = Path(__file__).resolve().parent
INTEGRATION = HERE.parent / "integration"
sys.path[:0] = [str(INTEGRATION), str(INTEGRATION / "hostile_credentials")]

from stage_case import PROGRAMS, ROOT  # noqa: E402

import run_folder  # noqa: E402

import ews  # noqa: E402
import jose_tokens  # noqa: E402
import pki  # noqa: E402
import processes  # noqa: E402
import world_files  # noqa: E402
from world_files import item, table  # noqa: E402

LOGIN, GRAPH = "login.microsoftonline.com", "graph.microsoft.com"
AUDIENCE = "api://gateway.example"
ROLE = "FreeBusy.Ask"
TOKEN_PATH = "/oauth2/v2.0/token"


class Tenant:
    def __init__(self, name, number, thumbprint):
        self.name = name
        self.id = f"c0a1b2c3-0001-4000-8000-00000000000{number}"
        self.client_id = f"c0a1b2c3-0002-4000-8000-00000000000{number}"
        self.script_id = f"c0a1b2c3-0003-4000-8000-00000000000{number}"  # asks the gateway
        self.thumbprint = thumbprint
        self.user = f"asker@{name}.example"
        self.password = secrets.token_hex(12)


NEW_FORM, OLD_FORM = Tenant("north", 1, "sha256"), Tenant("south", 2, "sha1")
TENANTS = [NEW_FORM, OLD_FORM]


class InteropWorld:
    def __init__(self):
        self.folder = run_folder.new("freebusy-interop-")
        self.node_modules = node_modules()
        self.secrets = [tenant.password for tenant in TENANTS]
        self.ring = jose_tokens.KeyRing()
        authority = pki.Authority(self.folder / "authority")
        authority.issue(self.folder, ["localhost"])
        authority.issue(self.folder / "clouds", [LOGIN, GRAPH])
        self.ca_file = authority.certificate
        for tenant in TENANTS:
            pki.application_certificate(self.folder / tenant.name, tenant.name)
            self.ring.make(tenant.name)
            self.ring.make(tenant.script_id)
        self.processes = processes.Processes(self.folder)
        self.journal = self.folder / "clouds" / "journal"
        self.journal.touch()
        try:
            self.start_authority()
            self.start_gateway()
        except BaseException:
            self.close()
            raise

    def start_authority(self):
        folder = self.folder / "clouds"
        # A module finds its packages beside itself.
        (folder / "node_modules").symlink_to(self.node_modules)
        shutil.copy(HERE / "authority.mjs", folder)
        (folder / "authority.json").write_text(json.dumps(self.authority_config()))
        node = self.processes.start("node", ["node", "authority.mjs", "authority.json"], folder)
        port_file = folder / "port"
        self.processes.wait_for(node, port_file.exists, "node", folder)
        self.authority_port = int(port_file.read_text())

    def authority_config(self):
        return {
            "login_host": LOGIN,
            "graph_host": GRAPH,
            "certificate_file": "tls.pem",
            "private_key_file": "tls.key",
            "journal": "journal",
            "port_file": "port",
            "tenants": [
                {
                    "tenant_id": tenant.id,
                    "roles": [ROLE],
                    "signing_key": self.ring.private_pem(tenant.name).decode(),
                    "clients": [
                        {
                            "client_id": tenant.client_id,
                            "certificate": (
                                self.folder / tenant.name / "application.pem"
                            ).read_text(),
                            "jwk": self.jwk_of_certificate(tenant),
                        },
                        {
                            "client_id": tenant.script_id,
                            "jwk": self.ring.jwk(tenant.script_id),
                        },
                    ],
                }
                for tenant in TENANTS
            ],
        }

    def jwk_of_certificate(self, tenant):
        pem = (self.folder / tenant.name / "application.key").read_bytes()
        self.ring.keys["application"] = load_pem_private_key(pem, None)
        jwk = self.ring.jwk("application")
        del jwk["kid"]  # an assertion names a certificate and no key
        return jwk

    def start_gateway(self):
        self.port = processes.free_port()
        (self.folder / "freebusyd.toml").write_text(self.settings())
        text = "version = 1\n\n" + "".join(self.tenant_text(tenant) for tenant in TENANTS)
        (self.folder / "federation.toml").write_text(text)
        daemon = self.processes.start(
            "freebusyd", [PROGRAMS / "freebusyd", "--config", "freebusyd.toml"], self.folder
        )
        self.processes.wait_for(
            daemon, lambda: processes.accepts(self.port), "freebusyd", self.folder
        )

    def settings(self):
        clouds = f"127.0.0.1:{self.authority_port}"
        return (
            "version = 1\n\n"
            + table("gateway", id="interop", threads=1, federation_file="federation.toml")
            + table("listener", address="127.0.0.1", port=self.port, certificate_file="tls.pem",
                    private_key_file="tls.key", public_url=f"https://localhost:{self.port}")
            + table("net", ca_file=str(self.ca_file), allow_private=["127.0.0.0/8"])
            + f'[net.hosts]\n"{LOGIN}" = "{clouds}"\n"{GRAPH}" = "{clouds}"\n\n'
            + table("log", file="freebusyd.log")
        )  # fmt: skip

    def tenant_text(self, tenant):
        return (
            item("tenant", name=tenant.name, authority="public", cloud="commercial",
                 tenant_id=tenant.id, accepted_domains=[f"{tenant.name}.example"])
            + table("tenant.application", client_id=tenant.client_id,
                    certificate_file=f"{tenant.name}/application.pem",
                    private_key_file=f"{tenant.name}/application.key",
                    thumbprint=tenant.thumbprint)
            + table("tenant.bearer", audiences=[AUDIENCE])
            + item("tenant.bearer.application", client_id=tenant.script_id, kind="home-script")
            + item("tenant.source", name="cloud", kind="graph", url=f"https://{GRAPH}")
            + item("tenant.mailbox", address=tenant.user, source="cloud")
            + item("tenant.account", name=tenant.user, kind="home-user", user=tenant.user,
                   password_hash=world_files.password_hash(tenant.password))
        )  # fmt: skip

    def close(self):
        left = self.processes.stop()
        run_folder.leave(self.folder, self.secrets)
        return left

    def judged(self):
        return [json.loads(line) for line in self.journal.read_text().splitlines()]

    def log_end(self):
        return (self.folder / "freebusyd.log").read_text()[-2000:]

    def ask(self, authorization, tenant):
        """The code of the only mailbox and its events, asked of the gateway in EWS."""
        begin = dt.datetime(2031, 5, 6, 8)
        body = ews.question([tenant.user], begin, begin + dt.timedelta(hours=8), 60, "FreeBusy")
        tls = ssl.create_default_context(cafile=str(self.ca_file))
        connection = http.client.HTTPSConnection("localhost", self.port, context=tls, timeout=30)
        try:
            connection.request(
                "POST",
                "/EWS/Exchange.asmx",
                body,
                {"Content-Type": "text/xml; charset=utf-8", "Authorization": authorization},
            )
            reply = connection.getresponse()
            return reply.status, reply.read().decode()
        finally:
            connection.close()

    def token_for_us(self, tenant, **changes):
        """What oidc-provider issues to a script of the tenant, for the gateway."""
        token_url = f"https://{LOGIN}/{tenant.id}{TOKEN_PATH}"
        now = jose_tokens.now()
        assertion, _ = jose_tokens.make(
            self.ring,
            {
                "header": {"alg": "PS256", "typ": "JWT", "kid": self.ring.kid(tenant.script_id)},
                "claims": {
                    "iss": tenant.script_id,
                    "sub": tenant.script_id,
                    "aud": token_url,
                    "jti": str(uuid.uuid4()),
                    "nbf": now,
                    "iat": now,
                    "exp": now + 300,
                },
                "key": tenant.script_id,
                "sign": "PS256",
            },
        )
        form = {
            "grant_type": "client_credentials",
            "client_id": tenant.script_id,
            "scope": AUDIENCE + "/.default",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": assertion,
            **changes,
        }
        status, text = self.ask_authority(f"/{tenant.id}{TOKEN_PATH}", urllib.parse.urlencode(form))
        if status != 200:
            raise AssertionError(f"oidc-provider refused: {text}")
        token = json.loads(text)["access_token"]
        self.secrets += [assertion, token]
        return token

    def ask_authority(self, path, form):
        plain = socket.create_connection(("127.0.0.1", self.authority_port), 20)
        tls = ssl.create_default_context(cafile=str(self.ca_file))
        connection = http.client.HTTPSConnection(LOGIN, timeout=20)
        connection.sock = tls.wrap_socket(plain, server_hostname=LOGIN)
        try:
            kind = {"Content-Type": "application/x-www-form-urlencoded"}
            connection.request("POST", path, form, kind)
            reply = connection.getresponse()
            return reply.status, reply.read().decode()
        finally:
            connection.close()


def node_modules():
    """Where the packages are; tools/test has installed them, and a test alone does it itself."""
    done = subprocess.run(
        [ROOT / "tools" / "install-node-packages"], capture_output=True, text=True
    )
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip())
    return Path(done.stdout.strip()) / "node_modules"


def basic(tenant):
    pair = f"{tenant.user}:{tenant.password}".encode()
    return "Basic " + base64.b64encode(pair).decode()

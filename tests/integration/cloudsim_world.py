# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""A running cloudsim in a folder of its own; keys and assertions come from the openssl command."""
import base64
import hashlib
import http.client
import json
import os
import signal
import socket
import ssl
import subprocess
import tempfile
import time
import urllib.parse
import uuid
from pathlib import Path

PROGRAM = Path(os.environ["FB_BINARY_DIR"]) / "bin" / "cloudsim"
READY_SECONDS_MAX = 20
LOGIN, GRAPH, MAIL = "login.microsoftonline.com", "graph.microsoft.com", "mail.contoso.example"
TENANT = "11111111-0000-4000-8000-000000000001"
CLIENT = "22222222-0000-4000-8000-000000000001"
RESOURCE = "33333333-0000-4000-8000-000000000001"
TOKEN_PATH = f"/{TENANT}/oauth2/v2.0/token"
SCHEDULE_PATH = "/v1.0/users/peggy%40contoso.example/calendar/getSchedule"

CONFIG = f"""version = 1
admin_secret_file = "admin.secret"

[listener]
certificate_file = "tls.pem"
private_key_file = "tls.key"

[[cloud]]
name = "commercial"
login_host = "{LOGIN}"
graph_host = "{GRAPH}"
signing_key_files = ["signing.key"]

[[cloud.tenant]]
name = "contoso"
tenant_id = "{TENANT}"
domains = ["contoso.example"]

[[cloud.tenant.resource]]
uri = "api://{RESOURCE}"
roles = ["FreeBusy.Read"]

[[cloud.tenant.application]]
client_id = "{CLIENT}"
certificate_files = ["application.pem"]

[[cloud.tenant.application.grant]]
resource = "https://{GRAPH}"
roles = ["Calendars.ReadBasic.All"]

[[cloud.tenant.mailbox]]
address = "peggy@contoso.example"
calendar = "peggy.ics"

[[exchange]]
host = "{MAIL}"
tenants = ["contoso"]

[[exchange.account]]
name = "freebusy"
password_file = "exchange.password"
"""

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//EN
BEGIN:VEVENT
UID:1@test
DTSTAMP:20310101T000000Z
DTSTART:20310506T090000Z
DTEND:20310506T100000Z
SUMMARY:Keel review
END:VEVENT
END:VCALENDAR
"""

QUESTION = json.dumps(
    {
        "schedules": ["peggy@contoso.example"],
        "startTime": {"dateTime": "2031-05-06T08:00:00", "timeZone": "UTC"},
        "endTime": {"dateTime": "2031-05-06T12:00:00", "timeZone": "UTC"},
        "availabilityViewInterval": 60,
    }
)


def openssl(*arguments, text=None):
    done = subprocess.run(["openssl", *map(str, arguments)], input=text, capture_output=True)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.decode())
    return done.stdout


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def self_signed(folder, name, hosts):
    openssl(
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        f"/CN={name}",
        "-addext",
        "subjectAltName=" + ",".join("DNS:" + host for host in hosts),
        "-keyout",
        folder / f"{name}.key",
        "-out",
        folder / f"{name}.pem",
    )


class HttpsTo(http.client.HTTPSConnection):
    """A connection to the program's port in the name of a host."""

    def __init__(self, world, host, greeting=None):
        context = ssl.create_default_context(cafile=str(world.folder / "tls.pem"))
        super().__init__(host, world.port, timeout=READY_SECONDS_MAX, context=context)
        self.greeting = greeting or host
        self.tls = context

    def connect(self):
        plain = socket.create_connection(("127.0.0.1", self.port), self.timeout)
        self.sock = self.tls.wrap_socket(plain, server_hostname=self.greeting)


class World:
    """One running cloudsim in a folder of its own."""

    def __init__(self):
        self.place = tempfile.TemporaryDirectory(prefix="cloudsim-")
        self.folder = Path(self.place.name)
        self_signed(self.folder, "tls", [LOGIN, GRAPH, MAIL, "cloudsim.admin", "localhost"])
        self_signed(self.folder, "application", ["application"])
        openssl(
            "genpkey",
            "-algorithm",
            "RSA",
            "-pkeyopt",
            "rsa_keygen_bits:2048",
            "-out",
            self.folder / "signing.key",
        )
        (self.folder / "admin.secret").write_text("admin-secret\n")
        (self.folder / "exchange.password").write_text("password\n")
        (self.folder / "peggy.ics").write_text(CALENDAR.replace("\n", "\r\n"))
        self.config = self.folder / "cloudsim.toml"
        self.config.write_text(CONFIG)
        self.port_file = self.folder / "port"
        self.log = open(self.folder / "log", "wb")
        self.process = subprocess.Popen(
            [PROGRAM, "--config", self.config, "--port-file", self.port_file],
            stdout=subprocess.PIPE,
            stderr=self.log,
        )
        limit = time.monotonic() + READY_SECONDS_MAX
        while not self.port_file.exists():
            if self.process.poll() is not None or time.monotonic() > limit:
                raise RuntimeError((self.folder / "log").read_text())
            time.sleep(0.01)
        self.port = int(self.port_file.read_text())

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(READY_SECONDS_MAX)
        said = self.process.stdout.read().decode()
        self.process.stdout.close()
        self.log.close()
        return code, said

    def ask(self, host, method, path, body=None, headers=None, connection=None):
        one = connection or HttpsTo(self, host)
        one.request(method, path, body, headers or {})
        reply = one.getresponse()
        text = reply.read().decode()
        if connection is None:
            one.close()
        return reply.status, text

    def admin(self, method, path, body=None):
        status, text = self.ask(
            "cloudsim.admin",
            method,
            path,
            body and json.dumps(body),
            {"Authorization": "Bearer admin-secret"},
        )
        assert status == 200, text
        return json.loads(text)

    def assertion(self, **changes):
        der = openssl("x509", "-in", self.folder / "application.pem", "-outform", "DER")
        header = {"alg": "PS256", "typ": "JWT", "x5t#S256": base64url(hashlib.sha256(der).digest())}
        now = int(time.time())
        claims = {
            "iss": CLIENT,
            "sub": CLIENT,
            "aud": f"https://{LOGIN}{TOKEN_PATH}",
            "jti": str(uuid.uuid4()),
            "nbf": now,
            "exp": now + 600,
            **changes,
        }
        text = ".".join(base64url(json.dumps(part).encode()) for part in (header, claims))
        signature = openssl(
            "dgst",
            "-sha256",
            "-sigopt",
            "rsa_padding_mode:pss",
            "-sigopt",
            "rsa_pss_saltlen:digest",
            "-sign",
            self.folder / "application.key",
            text=text.encode(),
        )
        return text + "." + base64url(signature)

    def token(self, **changes):
        form = urllib.parse.urlencode(
            {
                "grant_type": "client_credentials",
                "client_id": CLIENT,
                "scope": f"https://{GRAPH}/.default",
                "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion": self.assertion(**changes),
            }
        )
        status, text = self.ask(
            LOGIN, "POST", TOKEN_PATH, form, {"Content-Type": "application/x-www-form-urlencoded"}
        )
        return status, json.loads(text)

    def schedule_headers(self):
        return {
            "Authorization": "Bearer " + self.token()[1]["access_token"],
            "Content-Type": "application/json",
        }

    def schedule(self, connection=None, headers=None):
        return self.ask(
            GRAPH, "POST", SCHEDULE_PATH, QUESTION, headers or self.schedule_headers(), connection
        )

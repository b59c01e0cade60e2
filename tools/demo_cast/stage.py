# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Puts the cast on stage: the simulated clouds and three gateways, one per cloud."""
import http.client
import json
import ssl
import subprocess
import time
from pathlib import Path

import cast
import ews
import processes
import world_files

LOG_WAIT_SECONDS_MAX = 20


class Stage:
    """With `administered` each gateway stores its objects in a registry and has an admin API."""

    def __init__(
        self,
        folder: Path,
        programs: Path,
        trace=False,
        settings=None,
        public_host=None,
        administered=False,
    ):
        self.folder = folder
        self.programs = programs
        self.trace = trace
        self.settings = settings
        self.public_host = public_host
        self.administered = administered
        self.processes = processes.Processes(folder)
        self.pids = {}

    def set_up(self, say):
        ports = {tenant.name: processes.free_port() for tenant in cast.TENANTS}
        self.files = world_files.WorldFiles(self.folder, ports, self.settings, self.public_host)
        if self.administered:
            self.files.administered_at = {t.name: processes.free_port() for t in cast.TENANTS}
            self.files.admin_token = self.new_token()
        say("keys, certificates and calendars")
        self.files.write_clouds()
        say(
            "cloudsim: " + ", ".join(t.cloud for t in cast.TENANTS) + " and an on-premises Exchange"
        )
        self.start_clouds()
        for tenant in cast.TENANTS:
            say(f"freebusyd for {tenant.title}")
            self.start_gateway(tenant)

    def new_token(self):
        done = subprocess.run(
            [self.programs / "freebusyctl", "api-token", "new"], capture_output=True, text=True
        )
        if done.returncode != 0:
            raise SystemExit("freebusyctl api-token new failed: " + done.stderr)
        return done.stdout.strip()

    def start_clouds(self):
        folder = self.files.clouds
        port_file = folder / "cloudsim.port"
        port_file.unlink(missing_ok=True)  # of an earlier run in this folder
        process = self.processes.start(
            "cloudsim",
            [
                self.programs / "cloudsim",
                "--config",
                "cloudsim.toml",
                "--port-file",
                "cloudsim.port",
            ],
            folder,
        )
        self.processes.wait_for(
            process,
            lambda: port_file.exists() and port_file.read_text().strip(),
            "cloudsim",
            folder,
        )
        self.cloudsim_port = int(port_file.read_text())

    def start_gateway(self, tenant):
        folder = self.files.gateway_folder(tenant)
        settings = self.files.write_gateway(tenant, self.cloudsim_port)
        wrapper = []
        if self.trace:
            wrapper = [
                "strace",
                "-f",
                "-qq",
                "-e",
                "trace=open,openat,openat2",
                "-o",
                str(folder / "opened.trace"),
            ]
        name = "freebusyd"
        process = self.processes.start(
            name, [self.programs / "freebusyd", "--config", settings.name], folder, wrapper
        )
        port = self.files.ports[tenant.name]
        self.processes.wait_for(process, lambda: processes.accepts(port), name, folder)
        self.pids[tenant.name] = processes.child_of(process.pid) if self.trace else process.pid

    def url(self, tenant):
        return f"https://localhost:{self.files.ports[tenant.name]}"

    def admin_url(self, tenant):
        return f"https://localhost:{self.files.administered_at[tenant.name]}"

    def client(self, tenant):
        asking = tenant.people[0]
        return ews.Client(
            self.url(tenant) + "/EWS/Exchange.asmx",
            asking.address,
            self.files.passwords[asking.address],
            self.files.ca_file,
        )

    def bearer_token(self, tenant):
        done = subprocess.run(
            [
                self.programs / "cloudsim",
                "mint",
                "--config",
                self.files.clouds / "cloudsim.toml",
                "--tenant",
                tenant.name,
                "--audience",
                f"api://{tenant.resource_id}",
                "--user",
                tenant.people[0].address,
                "--lifetime",
                "12h",
            ],
            capture_output=True,
            text=True,
        )
        if done.returncode != 0:
            raise SystemExit("cloudsim mint failed: " + done.stderr)
        return done.stdout.strip()

    def record_of(self, tenant, request_id):
        """What that gateway's log says of a request: what its operator sees. The line is written
        once the answer has gone out, so it may have to be waited for."""
        file = self.files.gateway_folder(tenant) / "freebusyd.log"
        limit = time.monotonic() + LOG_WAIT_SECONDS_MAX
        while time.monotonic() < limit:
            text = file.read_text()
            for record in map(json.loads, text[: text.rfind("\n") + 1].splitlines()):
                if record.get("event") == "request" and record.get("correlation") == request_id:
                    return record
            time.sleep(0.02)
        return {}

    def clouds_admin(self, method, path, body=None):
        tls = ssl.create_default_context(cafile=str(self.files.ca_file))
        connection = http.client.HTTPSConnection(
            "localhost", self.cloudsim_port, context=tls, timeout=20
        )
        secret = (self.files.clouds / "admin.secret").read_text().strip()
        headers = {
            "Host": "cloudsim.admin",
            "Authorization": "Bearer " + secret,
            "Content-Type": "application/json",
        }
        connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        reply = connection.getresponse()
        text = reply.read()
        connection.close()
        if reply.status >= 300:
            raise SystemExit(f"cloudsim refused {method} {path}: {reply.status} {text!r}")
        return json.loads(text) if text else None

    def environment(self):
        """The lines of demo.env."""
        base = self.url(cast.CONTOSO)
        asking = cast.CONTOSO.people[0]
        lines = {
            "EWS_URL": base + "/EWS/Exchange.asmx",
            "AUTODISCOVER_URL": base + "/autodiscover/autodiscover.svc",
            "GRAPH_URL": base + "/v1.0",
            "ADMIN_URL": base,
            "CA_FILE": self.files.ca_file,
            "REQUESTER": asking.address,
            "REQUESTER_PASSWORD": self.files.passwords[asking.address],
            "REQUESTER_TOKEN": self.bearer_token(cast.CONTOSO),
            "FREEBUSYD_PID": self.pids["contoso"],
            "CLOUDSIM_PORT": self.cloudsim_port,
            "DEMO_DAY": cast.demo_day().isoformat(),
        }
        if self.administered:
            lines["ADMIN_URL"] = self.admin_url(cast.CONTOSO)
            if socket := self.files.admin_socket(cast.CONTOSO):
                lines["ADMIN_SOCKET"] = socket
            lines["ADMIN_TOKEN_FILE"] = self.files.admin_token_file
        for tenant in cast.TENANTS[1:]:
            prefix = tenant.name.upper().replace("-", "_")
            lines[f"{prefix}_EWS_URL"] = self.url(tenant) + "/EWS/Exchange.asmx"
            if self.administered:
                lines[f"{prefix}_ADMIN_URL"] = self.admin_url(tenant)
            lines[f"{prefix}_PASSWORD"] = self.files.passwords[tenant.people[0].address]
        for person in cast.PEOPLE:
            lines[person.key] = person.address
        return "".join(f"{key}={value}\n" for key, value in lines.items())

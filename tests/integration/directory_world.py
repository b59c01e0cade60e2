# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""A gateway whose tenant north imports its recipients: contacts and guests from the simulated
Microsoft Graph of its own cloud, and more from a CSV file. The people behind them have their
mailboxes in another cloud, at the Graph of tenant south."""
import http.client
import json
import os
import secrets
import signal
import socket
import ssl

import run_folder
from registry_world import CALENDAR, NORTH, SOUTH, USER, Gateway
from stage_case import PROGRAMS

import pki
import processes
import world_files
from world_files import item, table, toml

LOGIN, GRAPH = "login.microsoftonline.com", "graph.microsoft.com"
SOUTH_LOGIN, SOUTH_GRAPH = "login.microsoftonline.us", "graph.microsoft.us"
ADMIN = "cloudsim.admin"
NORTH_APP = "c0a1b2c3-0004-4000-8000-00000000c001"
SOUTH_APP = "c0a1b2c3-0004-4000-8000-00000000c002"
SOURCE, FILE = "entra", "file"
PAGE_SIZE = 2
CONTACTS = ("carol", "dan", "eve", "fay")
SHOWN_GUEST, HIDDEN_GUEST = "gus", "hal"
# What the tenant's address list has of south, and an address that only north has for Carol.
CAROL_HERE = "carol.south@north.example"
RECIPIENTS = len(CONTACTS) + 2
READ_ALL = ["OrgContact.Read.All", "User.Read.All"]
REQUEST_SECONDS_MAX = 20


def address(name):
    return f"{name}@south.example"


def guid(name):
    """The directory id of one of the names above."""
    number = ("carol", "dan", "eve", "fay", "gus", "hal", "ian").index(name) + 1
    return f"c0a1b2c3-0005-4000-8000-{number:012x}"


class LocalConnection(http.client.HTTPConnection):
    """To the socket that a gateway's admin API listens at."""

    def __init__(self, place):
        super().__init__("localhost", timeout=REQUEST_SECONDS_MAX)
        self.place = place

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self.place))


class DirectoryGateway(Gateway):
    def __init__(self, world, name):
        super().__init__(world, name)
        hosts = (LOGIN, GRAPH, SOUTH_LOGIN, SOUTH_GRAPH)
        clouds = f"127.0.0.1:{world.clouds_port}"
        with open(self.folder / "freebusyd.toml", "a") as settings:
            settings.write(
                table("net", ca_file=str(world.authority.certificate),
                      allow_private=["127.0.0.0/8"])
                + "[net.hosts]\n"
                + "".join(f"{toml(host)} = {toml(clouds)}\n" for host in hosts)
            )  # fmt: skip

    def run_import(self, *options, source=SOURCE, expect=0):
        """What freebusyctl says of a run."""
        return self.ctl(
            *("directory-source", "run", source, "--tenant", "north", *options), expect=expect
        )

    def report(self, *options, source=SOURCE, expect=0):
        """added, changed, removed and unchanged of a run."""
        said = self.run_import(*options, "--output", "json", source=source, expect=expect)
        answer = json.loads(said)
        return tuple(answer[name] for name in ("added", "changed", "removed", "unchanged"))

    def api(self, method, path, body=None):
        """The status and the answer of the admin API itself."""
        connection = LocalConnection(self.socket)
        try:
            headers = {"Content-Type": "application/json"} if body is not None else {}
            sent = None if body is None else json.dumps(body)
            connection.request(method, "/admin/v1" + path, sent, headers)
            reply = connection.getresponse()
            return reply.status, json.loads(reply.read())
        finally:
            connection.close()

    def state(self, source=SOURCE):
        listed = self.json("directory-source", "list", "--tenant", "north")["directory_sources"]
        return next(each for each in listed if each["name"] == source)

    def recipients(self):
        """The external addresses of all contacts and guests of north."""
        return sorted(
            each["body"]["external_address"]
            for kind in ("mail-contact", "guest")
            for each in self.json(kind, "list", "--tenant", "north")["objects"]
        )

    def revision(self):
        return self.json("status")["revision"]

    def knows(self, person):
        answer = self.ask(person)
        return answer["result"] == "known" and bool(answer["blocks"])


class DirectoryWorld:
    def __init__(self, every="0s"):
        self.folder = run_folder.new("freebusy-directory-")
        self.every = every
        self.password = secrets.token_hex(8)
        self.admin_secret = secrets.token_hex(8)
        self.clouds_port = processes.free_port()
        self.authority = pki.Authority(self.folder / "authority")
        self.processes = processes.Processes(self.folder)
        self.clouds = None
        self.write_clouds()
        self.write_file(["ian"])
        (self.folder / "federation.toml").write_text(self.federation())
        user = str(os.getuid())
        (self.folder / "admins.toml").write_text(
            "version = 1\n\n"
            + item("account", name="tester", unix_users=[user],
                   grants=["*:administer", "gateway:federate"])
        )  # fmt: skip
        try:
            self.start_clouds()
            self.gateway = DirectoryGateway(self, "one")
            self.gateway.start()
        except BaseException:
            self.close()
            raise

    # The clouds

    def write_clouds(self):
        folder = self.folder / "clouds"
        self.authority.issue(folder, [LOGIN, GRAPH, SOUTH_LOGIN, SOUTH_GRAPH, ADMIN, "localhost"])
        (folder / "admin.secret").write_text(self.admin_secret)
        (folder / "busy.ics").write_text(CALENDAR, newline="")
        for name in ("north", "south"):
            pki.signing_key(folder / f"{name}.signing.key")
            pki.application_certificate(self.folder / name, name)
            certificate = (self.folder / name / "application.pem").read_text()
            (folder / f"{name}.pem").write_text(certificate)
        (folder / "cloudsim.toml").write_text(self.clouds_text())

    def clouds_text(self):
        text = "version = 1\n" + f"admin_secret_file = {toml('admin.secret')}\n\n"
        text += table("listener", port=self.clouds_port, certificate_file="tls.pem",
                      private_key_file="tls.key")  # fmt: skip
        for name, key, app, login, graph, roles in (
            ("north", NORTH, NORTH_APP, LOGIN, GRAPH, READ_ALL),
            ("south", SOUTH, SOUTH_APP, SOUTH_LOGIN, SOUTH_GRAPH, ["Calendars.ReadBasic.All"]),
        ):
            text += item("cloud", name=name, login_host=login, graph_host=graph,
                         signing_key_files=[f"{name}.signing.key"],
                         directory_page_size=PAGE_SIZE)  # fmt: skip
            text += item("cloud.tenant", name=name, tenant_id=key.split("/")[1],
                         domains=[f"{name}.example"])  # fmt: skip
            text += item("cloud.tenant.application", client_id=app,
                         certificate_files=[f"{name}.pem"])  # fmt: skip
            text += item("cloud.tenant.application.grant", resource=f"https://{graph}",
                         roles=roles)  # fmt: skip
            text += self.people_of_north() if name == "north" else self.mailboxes_of_south()
        return text

    def people_of_north(self):
        text = ""
        for name in CONTACTS:
            proxies = ["SMTP:" + address(name)]
            if name == "carol":
                proxies += ["smtp:" + CAROL_HERE, "x500:/o=South/cn=carol"]
            text += item("cloud.tenant.contact", id=guid(name), display_name=name.title(),
                         mail=address(name), proxy_addresses=proxies)  # fmt: skip
        for name, shown in ((SHOWN_GUEST, True), (HIDDEN_GUEST, None)):
            text += item("cloud.tenant.user", id=guid(name), display_name=name.title(),
                         user_principal_name=f"{name}_south.example#EXT#@north.example",
                         user_type="Guest", other_mails=[address(name)],
                         show_in_address_list=shown)  # fmt: skip
        return text + item("cloud.tenant.user", id="c0a1b2c3-0005-4000-8000-0000000000ff",
                           user_principal_name=USER, mail=USER, user_type="Member",
                           proxy_addresses=["SMTP:" + USER])  # fmt: skip

    def mailboxes_of_south(self):
        return "".join(
            item("cloud.tenant.mailbox", address=address(name), calendar="busy.ics")
            for name in (*CONTACTS, SHOWN_GUEST, HIDDEN_GUEST, "ian")
        )

    def start_clouds(self):
        folder = self.folder / "clouds"
        self.clouds = self.processes.start(
            "cloudsim", [PROGRAMS / "cloudsim", "--config", "cloudsim.toml"], folder
        )
        self.processes.wait_for(
            self.clouds, lambda: processes.accepts(self.clouds_port), "cloudsim", folder
        )

    def stop_clouds(self):
        os.killpg(self.clouds.pid, signal.SIGTERM)
        self.clouds.wait(REQUEST_SECONDS_MAX)

    def admin(self, method, path, body=None):
        tls = ssl.create_default_context(cafile=str(self.authority.certificate))
        connection = http.client.HTTPSConnection(
            "localhost", self.clouds_port, context=tls, timeout=REQUEST_SECONDS_MAX
        )
        try:
            headers = {"Authorization": "Bearer " + self.admin_secret, "Host": ADMIN}
            connection.request(method, path, body and json.dumps(body), headers)
            reply = connection.getresponse()
            text = reply.read().decode()
            if reply.status != 200:
                raise AssertionError(f"{method} {path} answered {reply.status}: {text}")
            return json.loads(text)
        finally:
            connection.close()

    def change(self, name, **properties):
        feed = "users" if name in (SHOWN_GUEST, HIDDEN_GUEST) else "contacts"
        self.admin("POST", "/directory", {"tenant": "north", "feed": feed, "id": guid(name),
                                          "properties": properties})  # fmt: skip

    def remove(self, name, reason="changed"):
        feed = "users" if name in (SHOWN_GUEST, HIDDEN_GUEST) else "contacts"
        self.admin("POST", "/directory", {"tenant": "north", "feed": feed, "id": guid(name),
                                          "removed": reason})  # fmt: skip

    def asked(self, host=GRAPH):
        """(path, status, objects or mailboxes) of every request to the host since the last call."""
        found = self.admin("GET", f"/requests?host={host}")["requests"]
        self.admin("DELETE", "/requests")
        return [(each["path"], each["status"], each["mailboxes"]) for each in found]

    # The gateway

    def write_file(self, names):
        lines = ["Guid,RecipientTypeDetails,DisplayName,ExternalEmailAddress"]
        lines += [f"{guid(n)},MailContact,{n.title()},SMTP:{address(n)}" for n in names]
        new = self.folder / "recipients.csv.new"
        new.write_text("\n".join(lines) + "\n")
        new.rename(self.folder / "recipients.csv")

    def federation(self):
        text = "version = 1\n\n"
        for name, key, cloud, app in (
            ("north", NORTH, "commercial", NORTH_APP),
            ("south", SOUTH, "gcc-high", SOUTH_APP),
        ):
            authority, tenant_id = key.split("/")
            text += item("tenant", name=name, authority=authority, tenant_id=tenant_id,
                         cloud=cloud, accepted_domains=[f"{name}.example"],
                         default_source=None if name == "north" else "graph")  # fmt: skip
            other = SOUTH if key == NORTH else NORTH
            text += table("tenant.availability_config", allowed_tenant_ids=[other])
            text += table("tenant.application", client_id=app,
                          certificate_file=f"{name}/application.pem",
                          private_key_file=f"{name}/application.key")  # fmt: skip
            text += self.parts_of_north() if name == "north" else self.parts_of_south()
        return text

    def parts_of_north(self):
        return (
            item("tenant.address_space", forest_name="south.example",
                 access_method="OrgWideFBToken", target_tenant=SOUTH)
            + item("tenant.account", name=USER, kind="home-user", user=USER,
                   password_hash=world_files.password_hash(self.password))
            + item("tenant.directory_source", name=SOURCE, kind="graph", url=f"https://{GRAPH}",
                   every="0s", removals_max=1, removals_max_percent=10)
            + item("tenant.directory_source", name=FILE, kind="csv", file="recipients.csv",
                   every=self.every)
        )  # fmt: skip

    @staticmethod
    def parts_of_south():
        url = f"https://{SOUTH_GRAPH}"
        return item("tenant.source", name="graph", kind="graph", url=url) + item(
            "tenant.directory_source", name=SOURCE, kind="graph", url=url, every="0s"
        )

    def events(self, name):
        log = (self.folder / "one" / "freebusyd.log").read_text().splitlines()
        return [each for each in map(json.loads, log) if each.get("event") == name]

    def close(self):
        left = self.processes.stop()
        run_folder.leave(self.folder, [self.password, self.admin_secret])
        return left

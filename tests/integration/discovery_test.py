# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""An address space that pins no endpoint: the running gateway finds it by Autodiscover, in each of
the ways that there are, and follows nothing that leads where it must not go. What was refused
stands in the operator's log, by name."""
import datetime as dt
import http.server
import socket
import subprocess
import threading

import stage_case
from stage_case import StageCase, cast, stage

KEEP = "/autodiscover/autodiscover.xml"
GATEWAY = f"https://{cast.FABRIKAM.gateway_host}/EWS/Exchange.asmx"
LEADS = "leads.fabrikam-gov.example"
INSIDE = "inside.fabrikam-gov.example"
EVIL = "mail.evil.example"
ANCHOR = "01B62C6D-4324-448f-9884-5FEC6D18A7E2"
HOPS = [f"hop{number}.example" for number in range(1, 12)]
NOBODY = "127.0.0.1:1"

# Domains of Fabrikam, each found in its own way.
FOUND = ["soap", "pox", "json", "redirected", "otheraddress", "srv", "plain", "gateway"]
# Where autodiscover.<domain> leads, and what the log says of it.
REFUSED = {
    "foreign": (
        {"http_redirect": f"https://{EVIL}{KEEP}"},
        f"redirect refused (the host {EVIL} is not among those that Autodiscover may lead to)",
    ),
    "foreignurl": (
        {"redirect_url": f"https://{EVIL}{KEEP}"},
        f"redirect refused (the host {EVIL} is not among those that Autodiscover may lead to)",
    ),
    "withouttls": (
        {"redirect_url": f"http://{LEADS}{KEEP}"},
        "redirect refused (it leads to a place without TLS)",
    ),
    "path": (
        {"http_redirect": f"https://{LEADS}/owa/autodiscover.xml"},
        f"redirect refused (it leads to a path of {LEADS} that is not Autodiscover's)",
    ),
    "circle": (
        {"http_redirect": f"https://autodiscover.circle.example{KEEP}"},
        "redirect refused (it leads in a circle, to autodiscover.circle.example)",
    ),
    "inside": (
        {"http_redirect": f"https://{INSIDE}{KEEP}"},
        f"soap {INSIDE}: no answer ({INSIDE}:443: not allowed by net.allow_private: 10.1.2.3)",
    ),
    "endpoint": (
        {"ews_url": f"https://{EVIL}/EWS/Exchange.asmx"},
        f"endpoint refused (the host {EVIL} is not among those that Autodiscover may lead to)",
    ),
    "sameaddress": (
        {"redirect_address": ANCHOR + "@sameaddress.example"},
        "redirect refused (it leads to the address that was asked for)",
    ),
    "foreignaddress": (
        {"redirect_address": "anybody@evil.example"},
        "server evil.example: refused (it is not among the hosts that Autodiscover may lead to)",
    ),
    "eleven": (
        {"http_redirect": f"https://{HOPS[0]}{KEEP}"},
        f"soap {HOPS[9]}: redirect refused (more than 10 redirects)",
    ),
}


def domain(name):
    return name + ".example"


def servers():
    """host -> what it answers"""
    token = {"audience": cast.CONTOSO.resource_id}
    all_servers = {
        "autodiscover.soap.example": {"ews_url": GATEWAY, **token},
        "autodiscover.pox.example": {"ews_url": GATEWAY, "dialects": ["pox"], **token},
        "autodiscover.json.example": {"ews_url": GATEWAY, "dialects": ["json"]},
        "autodiscover.redirected.example": {"http_redirect": f"https://{LEADS}{KEEP}"},
        "autodiscover.otheraddress.example": {"redirect_address": "anybody@" + LEADS},
        LEADS: {"ews_url": GATEWAY, **token},
        EVIL: {"ews_url": GATEWAY, **token},
        HOPS[-1]: {"ews_url": GATEWAY},
    }
    for here, there in zip(HOPS, HOPS[1:]):
        all_servers[here] = {"http_redirect": f"https://{there}{KEEP}"}
    for name, (answer, _) in REFUSED.items():
        all_servers["autodiscover." + domain(name)] = answer
    return all_servers


class Redirector(http.server.BaseHTTPRequestHandler):
    """Port 80 of autodiscover.plain.example."""

    heads = []

    def do_GET(self):
        Redirector.heads.append((self.path, sorted(name.lower() for name in self.headers)))
        self.send_response(302)
        self.send_header("Location", f"https://{LEADS}{KEEP}")
        self.end_headers()

    def log_message(self, *_):
        pass


def free_udp_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Files(stage.world_files.WorldFiles):
    """The demo's files, and what this test needs in them."""

    plain_port = None
    dns_port = None

    def __init__(self, *arguments):
        super().__init__(*arguments)
        issue = self.authority.issue

        def with_more_names(folder, names):
            issue(folder, names + list(servers()) if folder == self.clouds else names)

        self.authority.issue = with_more_names

    def cloudsim_text(self):
        text = super().cloudsim_text()
        domains = [domain(name) for name in [*FOUND, *REFUSED]] + [LEADS]
        for host, answer in servers().items():
            text += stage.world_files.item("autodiscover", host=host, domains=domains, **answer)
        return text

    def settings_text(self, tenant, cloudsim_port):
        text = super().settings_text(tenant, cloudsim_port)
        if tenant is not cast.CONTOSO:
            return text
        hosts = {domain(name): NOBODY for name in [*FOUND, *REFUSED]}
        hosts.update({"autodiscover." + domain(name): NOBODY for name in FOUND})
        hosts.update({host: f"127.0.0.1:{cloudsim_port}" for host in servers()})
        hosts["autodiscover.plain.example:80"] = f"127.0.0.1:{self.plain_port}"
        hosts[INSIDE] = "10.1.2.3:443"
        lines = "".join(f'"{name}" = "{place}"\n' for name, place in hosts.items())
        text = text.replace("[net.hosts]\n", "[net.hosts]\n" + lines)
        return text.replace("[net]\n", f'[net]\ndns_servers = ["127.0.0.1:{self.dns_port}"]\n')

    def federation_text(self, tenant):
        text = super().federation_text(tenant)
        item = stage.world_files.item
        if tenant is cast.FABRIKAM:
            more = ", ".join(f'"{domain(name)}"' for name in FOUND)
            proxies = ", ".join(f'"carol@{domain(name)}"' for name in FOUND)
            text = text.replace(
                f'accepted_domains = ["{tenant.domain}",',
                f'accepted_domains = ["{tenant.domain}", {more},',
            )
            return text.replace(
                '[[tenant.mailbox]]\naddress = "carol@fabrikam-gov.example"\n',
                f'[[tenant.mailbox]]\naddress = "carol@fabrikam-gov.example"\n'
                f"proxy_addresses = [{proxies}]\n",
            )
        if tenant is not cast.CONTOSO:
            return text
        more = ""
        for name in [*FOUND, *REFUSED]:
            address = "carol@" + domain(name)
            more += item("tenant.mail_contact", name=address, external_address=address)
            first = None
            if name == "gateway":
                host = f"{cast.FABRIKAM.gateway_host}:{self.ports['fabrikam']}"
                first = f"https://{host}/autodiscover/autodiscover.svc"
            more += item(
                "tenant.address_space",
                forest_name=domain(name),
                access_method="OrgWideFBToken",
                target_tenant=cast.FABRIKAM.reference,
                target_autodiscover_epr=first,
                token_scope=f"api://{tenant.resource_id}/.default",
            )
        listed = ", ".join(f'"{h}"' for h in [cast.FABRIKAM.gateway_host, LEADS, INSIDE, *HOPS])
        text = text.replace("[[partner]]\n", more + "[[partner]]\n", 1)
        return text.replace(
            '[[partner]]\nname = "fabrikam"\n',
            f'[[partner]]\nname = "fabrikam"\nautodiscover_hosts = [{listed}]\n',
        )


class DiscoveryTest(StageCase):
    @classmethod
    def setUpClass(cls):
        cls.plain = http.server.HTTPServer(("127.0.0.1", 0), Redirector)
        threading.Thread(target=cls.plain.serve_forever, daemon=True).start()
        Files.plain_port = cls.plain.server_port
        Files.dns_port = free_udp_port()
        cls.dns = subprocess.Popen(
            [
                "/usr/sbin/dnsmasq",
                "--keep-in-foreground",
                "--conf-file=/dev/null",
                "--pid-file=",
                "--user=root",
                "--listen-address=127.0.0.1",
                "--bind-interfaces",
                "--no-resolv",
                "--no-hosts",
                f"--port={Files.dns_port}",
                "--local=/example/",
                f"--srv-host=_autodiscover._tcp.srv.example,{LEADS},443,10,0",
                f"--srv-host=_autodiscover._tcp.srv.example,{EVIL},443,0,0",
            ]
        )
        usual = stage.world_files.WorldFiles
        stage.world_files.WorldFiles = Files
        try:
            super().setUpClass()
        finally:
            stage.world_files.WorldFiles = usual

    @classmethod
    def tearDownClass(cls):
        cls.dns.terminate()
        cls.dns.wait(20)
        cls.plain.shutdown()
        cls.plain.server_close()
        super().tearDownClass()

    def ask(self, name):
        """The answer about carol at that domain, and what the log says of it."""
        day = cast.demo_day()
        begin = dt.datetime(day.year, day.month, day.day, 8, tzinfo=cast.UTC)
        end = begin + dt.timedelta(hours=10)
        client = self.stage.client(cast.CONTOSO)
        answer = client.ask(["carol@" + domain(name)], begin, end)[0]
        record = self.stage.record_of(cast.CONTOSO, client.last_request_id)
        truth = cast.FABRIKAM.person("carol").truth(begin, end)
        return answer, record["mailboxes"][0], truth

    def requests_to(self, host):
        return self.stage.clouds_admin("GET", f"/requests?host={host}")["requests"]

    def test_an_endpoint_is_found_in_each_of_the_ways(self):
        for name in FOUND:
            with self.subTest(name):
                answer, record, truth = self.ask(name)
                self.assertEqual(answer.code, "NoError", record)
                self.assertEqual(answer.events, truth)

    def test_what_leads_astray_is_refused_and_named_in_the_log(self):
        for name, (_, words) in REFUSED.items():
            with self.subTest(name):
                answer, record, _ = self.ask(name)
                self.assertEqual(answer.code, "ErrorServiceDiscoveryFailed")
                self.assertEqual((answer.merged, answer.events), ("", []))
                self.assertEqual(record["error"], "discovery_failed")
                self.assertIn(words, record["detail"])

    def test_nobody_else_is_asked_and_nobody_else_sees_a_credential(self):
        for name in [*FOUND, *REFUSED]:
            self.ask(name)
        self.assertEqual(self.requests_to(EVIL), [])
        self.assertEqual(self.requests_to(HOPS[-1]), [])
        asked = self.requests_to("autodiscover.soap.example")
        self.assertEqual([r["credential"] for r in asked], ["", "MSAuth1.0"])
        self.assertEqual([r["credential"] for r in self.requests_to(HOPS[0])], [""])
        for path, headers in Redirector.heads:
            self.assertEqual((path, headers), (KEEP, ["connection", "host"]))

    def test_the_partner_knows_the_organisation_by_a_forwarded_token(self):
        # Weeks that nobody has asked for: what is known is not asked for again.
        day = cast.demo_day() + dt.timedelta(weeks=6)
        begin = dt.datetime(day.year, day.month, day.day, 8, tzinfo=cast.UTC)
        client = self.stage.client(cast.CONTOSO)
        answer = client.ask(["carol@" + domain("soap")], begin, begin + dt.timedelta(hours=1))[0]
        self.assertEqual(answer.code, "NoError")
        record = self.stage.record_of(cast.FABRIKAM, client.last_request_id)
        self.assertEqual(record["credential"], "pft")
        self.assertEqual(record["principal"], cast.CONTOSO.client_id)

    def test_what_was_found_is_remembered(self):
        self.ask("soap")
        before = len(self.requests_to("autodiscover.soap.example"))
        self.assertGreater(before, 0)
        self.ask("soap")
        self.assertEqual(len(self.requests_to("autodiscover.soap.example")), before)


if __name__ == "__main__":
    stage_case.main()

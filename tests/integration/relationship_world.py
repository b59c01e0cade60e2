# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Two gateways, each the home of one organisation, and a token service that both trust: Contoso's
users ask their own gateway for people of Fabrikam, and the gateways do the rest."""
import datetime as dt
import http.client
import json
import secrets
import ssl
import time

import run_folder
from stage_case import PROGRAMS

import ews
import pki
import processes
import world_files
from jose_tokens import KeyRing, make, now, unsigned
from saml_tokens import certificate
from scripted_peer import SECURITY_FAULT, SOAP, ScriptedPeer
from world_files import item, table, toml

CONTOSO = "c0a1b2c3-0001-4000-8000-0000000000a1"
FABRIKAM = "c0a1b2c3-0001-4000-8000-0000000000b1"
CONTOSO_APP = "c0a1b2c3-0002-4000-8000-0000000000a1"
CONTOSO_RESOURCE = "c0a1b2c3-0003-4000-8000-0000000000a1"
EXCHANGE = "00000002-0000-0ff1-ce00-000000000000"
ISSUER_APP = "00000001-0000-0000-c000-000000000000"
ROLE = "FreeBusy.Read"

LOGIN, ADMIN = "login.microsoftonline.com", "cloudsim.admin"
STS, REFUSING_STS, NO_STS = "sts.example", "refusing.example", "down.example"
ISSUER, REFUSING_ISSUER, NO_ISSUER = (
    "urn:federation:sts",
    "urn:federation:refusing",
    "urn:federation:down",
)
ASKING, ANSWERING = "gateway.contoso.example", "gateway.fabrikam.example"
CONTOSO_URI, FABRIKAM_URI = "FYDIBOHF25SPDLT.contoso.example", "FYDIBOHF25SPDLT.fabrikam.example"
LOG_WAIT_SECONDS_MAX = 20
UPSTREAM_TIMEOUT_S = 4

CALENDAR = "\r\n".join(
    ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//freebusy-gateway//test//EN",
     "BEGIN:VEVENT", "UID:open@test", "DTSTAMP:20310101T000000Z", "DTSTART:20310506T090000Z",
     "DTEND:20310506T100000Z", "RRULE:FREQ=WEEKLY", "SUMMARY:Keel review", "LOCATION:Dock 4",
     "END:VEVENT",
     "BEGIN:VEVENT", "UID:private@test", "DTSTAMP:20310101T000000Z", "DTSTART:20310506T110000Z",
     "DTEND:20310506T120000Z", "RRULE:FREQ=WEEKLY", "SUMMARY:Dentist", "LOCATION:Town",
     "CLASS:PRIVATE", "END:VEVENT",
     "END:VCALENDAR", ""]
)  # fmt: skip

# What goes wrong, by the host it goes wrong at. Each host is the only one of a domain.
SCRIPT = {
    "auto-refuses.example": lambda path, before: (401, {}, ""),
    "auto-strays.example": lambda path, before: (
        302, {"Location": "https://evil.example/autodiscover/autodiscover.svc"}, ""),
    "evil.example": lambda path, before: (200, {}, "welcome"),
    "ews-refuses.example": lambda path, before: (401, {"x-ms-diagnostics": "2000003"}, ""),
    "ews-faults.example": lambda path, before: (500, {"Content-Type": "text/xml"}, SECURITY_FAULT),
    "ews-breaks.example": lambda path, before: (500, {}, "oops"),
    "ews-hangs.example": lambda path, before: None,
    "ews-forgets.example": lambda path, before: (
        (401, {}, "") if before == 0 else (200, {"Content-Type": "text/xml"}, EMPTY_ANSWER)),
    "no-token.example": lambda path, before: (500, {}, "nobody should come here"),
    "no-service.example": lambda path, before: (500, {}, "nobody should come here"),
    "broken.example": lambda path, before: (500, {}, "Autodiscover is broken"),
}  # fmt: skip
EMPTY_ANSWER = SOAP.format(
    f'<GetUserAvailabilityResponse xmlns="{ews.M[1:-1]}"><FreeBusyResponseArray><FreeBusyResponse>'
    '<ResponseMessage ResponseClass="Success"><ResponseCode>NoError</ResponseCode>'
    f'</ResponseMessage><FreeBusyView><FreeBusyViewType xmlns="{ews.T[1:-1]}">DetailedMerged'
    f'</FreeBusyViewType><MergedFreeBusy xmlns="{ews.T[1:-1]}">' + "0" * 48 + "</MergedFreeBusy>"
    "</FreeBusyView></FreeBusyResponse></FreeBusyResponseArray></GetUserAvailabilityResponse>"
)
USERS = (
    "peggy@contoso.example",
    "grace@contoso.example",
    "tim@contoso-times.example",
    "sally@contoso.example",
)
CONTACTS = ("carol", "dave", "erin", "nobody")
MORE_DOMAINS = ("fabrikam-pinned.example", "fabrikam-shared.example", "fabrikam-off.example")


def key_files(name):
    return {"certificate_file": f"{name}.pem", "private_key_file": f"{name}.key"}


def svc(host):
    return f"https://{host}/autodiscover/autodiscover.svc/WSSecurity"


def asmx(host):
    return f"https://{host}/EWS/Exchange.asmx"


class RelationshipWorld:
    def __init__(self):
        self.folder = run_folder.new("freebusy-relationship-")
        self.ring = KeyRing()
        self.proofs = set()  # all that was sent and proves something
        self.passwords = {user: secrets.token_hex(12) for user in (*USERS, "report")}
        self.ports = {host: processes.free_port() for host in (ASKING, ANSWERING, NO_STS)}
        self.admin_secret = secrets.token_hex(8)
        authority = pki.Authority(self.folder / "authority")
        authority.issue(self.folder, ["localhost", LOGIN, STS, REFUSING_STS, ADMIN, ASKING,
                                      ANSWERING, *SCRIPT])  # fmt: skip
        self.ca_file = authority.certificate
        self.tls = ssl.create_default_context(cafile=str(self.ca_file))
        self.peer = ScriptedPeer(self.folder / "tls.pem", self.folder / "tls.key", SCRIPT)
        self.processes = processes.Processes(self.folder)
        try:
            self.start()
        except BaseException:
            self.close()
            raise

    def start(self):
        self.write_keys()
        (self.folder / "admin.secret").write_text(self.admin_secret)
        (self.folder / "cloudsim.toml").write_text(self.clouds())
        port_file = self.folder / "cloudsim.port"
        self.run("cloudsim", "cloudsim.toml", port_file.exists, "--port-file", "cloudsim.port")
        self.clouds_port = int(port_file.read_text())
        for host, federation in ((ASKING, self.contoso()), (ANSWERING, self.fabrikam())):
            (self.folder / f"{host}.federation.toml").write_text("version = 1\n\n" + federation)
            (self.folder / f"{host}.toml").write_text(self.settings(host))
            self.run("freebusyd", f"{host}.toml", lambda h=host: processes.accepts(self.ports[h]))

    def run(self, name, config, ready, *more):
        process = self.processes.start(
            name, [PROGRAMS / name, "--config", config, *more], self.folder
        )
        self.processes.wait_for(process, ready, name, self.folder)

    def write_keys(self):
        for name in ("sts", "contoso", "fabrikam", "application", "signing"):
            self.ring.make(name)
            (self.folder / f"{name}.pem").write_bytes(certificate(self.ring, name))
            (self.folder / f"{name}.key").write_bytes(self.ring.private_pem(name))
        self.ring.make("exchange")
        keys = {"keys": [self.ring.jwk("exchange")]}
        (self.folder / "exchange.jwks").write_text(json.dumps(keys))
        calendars = self.folder / "calendars"
        calendars.mkdir()
        people = [f"{name}@fabrikam.example" for name in ("carol", "dave", "erin")]
        people += [f"carol@{domain}" for domain in MORE_DOMAINS]
        for address in people:
            (calendars / f"{address}.ics").write_text(CALENDAR, newline="")

    def clouds(self):
        text = 'version = 1\nadmin_secret_file = "admin.secret"\n\n' + table(
            "listener", certificate_file="tls.pem", private_key_file="tls.key"
        )
        text += item("cloud", name="commercial", login_host=LOGIN,
                     signing_key_files=["signing.key"])  # fmt: skip
        text += item("cloud.tenant", name="contoso", tenant_id=CONTOSO,
                     domains=["contoso.example"])  # fmt: skip
        text += item("cloud.tenant.resource", uri=f"api://{CONTOSO_RESOURCE}", roles=[ROLE])
        text += item("cloud.tenant.application", client_id=CONTOSO_APP,
                     certificate_files=["application.pem"])  # fmt: skip
        text += item("cloud.tenant.application.grant", resource=f"api://{CONTOSO_RESOURCE}",
                     roles=[ROLE])  # fmt: skip
        for uri, host in ((ISSUER, STS), (REFUSING_ISSUER, REFUSING_STS)):
            text += item("federation", uri=uri, host=host, signing_key_files=["sts.key"],
                         signing_certificate_files=["sts.pem"])  # fmt: skip
            offers = ["MSExchange.SharingCalendarFreeBusy", "MSExchange.Autodiscover"]
            text += item("federation.organization", application_uri=FABRIKAM_URI,
                         domains=["fabrikam.example"], certificate_files=["fabrikam.pem"],
                         offers=offers)  # fmt: skip
            if uri == ISSUER:
                text += item("federation.organization", application_uri=CONTOSO_URI,
                             domains=["contoso.example", "contoso-times.example"],
                             certificate_files=["contoso.pem"], offers=offers)  # fmt: skip
        return text

    def settings(self, own):
        clouds = f"127.0.0.1:{self.clouds_port}"
        hosts = {LOGIN: clouds, STS: clouds, REFUSING_STS: clouds}
        hosts |= {host: f"127.0.0.1:{self.peer.port}" for host in SCRIPT}
        hosts |= {host: f"127.0.0.1:{port}" for host, port in self.ports.items()}
        return (
            "version = 1\n\n"
            + table("gateway", id=own, threads=1, federation_file=f"{own}.federation.toml")
            + table("listener", address="127.0.0.1", port=self.ports[own],
                    certificate_file="tls.pem", private_key_file="tls.key",
                    public_url=f"https://{own}")
            + table("net", ca_file=str(self.ca_file), allow_private=["127.0.0.0/8"],
                    upstream_timeout=f"{UPSTREAM_TIMEOUT_S}s")
            + "[net.hosts]\n" + "".join(f"{toml(k)} = {toml(v)}\n" for k, v in hosts.items())
            + "\n" + table("log", file=f"{own}.log")
        )  # fmt: skip

    def contoso(self):
        text = item("tenant", name="contoso", authority="public", cloud="commercial",
                    tenant_id=CONTOSO,
                    accepted_domains=["contoso.example", "contoso-times.example"])  # fmt: skip
        text += table(
            "tenant.application",
            client_id=CONTOSO_APP,
            certificate_file="application.pem",
            private_key_file="application.key",
        )
        text += table("tenant.federation_trust", application_uri=CONTOSO_URI)
        text += table("tenant.federation_trust.key", **key_files("contoso"))
        for uri, host in ((ISSUER, STS), (REFUSING_ISSUER, REFUSING_STS), (NO_ISSUER, NO_STS)):
            text += item("tenant.federation_trust.token_issuer", uri=uri,
                         endpoint=f"https://{host}/extSTS.srf")  # fmt: skip
        for user in USERS:
            text += item(
                "tenant.account",
                name=user,
                kind="home-user",
                user=user,
                password_hash=world_files.password_hash(self.passwords[user]),
            )
        text += item(
            "tenant.account",
            name="report",
            kind="home-script",
            password_hash=world_files.password_hash(self.passwords["report"]),
        )
        for name in CONTACTS:
            text += contact(f"{name}@fabrikam.example")
        text += relationship(
            "Fabrikam", ["fabrikam.example"], target_autodiscover_epr=svc(ANSWERING)
        )
        text += item("tenant.address_space", forest_name="fabrikam.example",
                     access_method="OrgWideFBToken", target_tenant=f"public/{FABRIKAM}",
                     target_service_epr=asmx(ANSWERING),
                     token_scope=f"api://{CONTOSO_RESOURCE}/.default")  # fmt: skip
        more = {
            "pinned": dict(target_sharing_epr=asmx(ANSWERING) + "/WSSecurity",
                           target_autodiscover_epr=svc("broken.example")),
            "shared": dict(target_sharing_epr=asmx(ANSWERING), cache_scope="organization"),
            "off": dict(target_sharing_epr=asmx(ANSWERING), free_busy_access_enabled=False),
        }  # fmt: skip
        for name, pairs in more.items():
            text += contact(f"carol@fabrikam-{name}.example")
            text += relationship(name, [f"fabrikam-{name}.example"], **pairs)
        for host in ("auto-refuses.example", "auto-strays.example"):
            text += contact(f"x@{host}")
            text += relationship(host, [host], target_autodiscover_epr=svc(host))
        for host in ("ews-refuses.example", "ews-faults.example", "ews-breaks.example",
                     "ews-hangs.example", "ews-forgets.example"):  # fmt: skip
            text += contact(f"x@{host}")
            text += relationship(host, [host], target_sharing_epr=asmx(host))
        for host, issuer in (
            ("no-token.example", REFUSING_ISSUER),
            ("no-service.example", NO_ISSUER),
        ):
            text += contact(f"x@{host}")
            text += relationship(
                host, [host], target_sharing_epr=asmx(host), token_issuers=[issuer]
            )
        return text + item("partner", name="fabrikam", authority="public", cloud="commercial",
                           tenant_id=FABRIKAM)  # fmt: skip

    def fabrikam(self):
        domains = ["fabrikam.example", *MORE_DOMAINS]
        text = item("tenant", name="fabrikam", authority="public", cloud="commercial",
                    tenant_id=FABRIKAM, accepted_domains=domains)  # fmt: skip
        text += table("tenant.availability_config", allowed_tenant_ids=[f"public/{CONTOSO}"])
        text += table("tenant.federation_trust", application_uri=FABRIKAM_URI, proof_required=True)
        text += table("tenant.federation_trust.key", **key_files("fabrikam"))
        text += item(
            "tenant.federation_trust.token_issuer",
            uri=ISSUER,
            endpoint=f"https://{STS}/extSTS.srf",
            certificate_files=["sts.pem"],
        )
        for name, right in (("open", "LimitedDetails"), ("times", "AvailabilityOnly")):
            text += item("tenant.source", name=name, kind="ics", folder="calendars", zone="UTC",
                         default_calendar_right=right)  # fmt: skip
        text += item("tenant.mailbox", address="dave@fabrikam.example", source="times")
        shown = ["carol@fabrikam.example", *(f"carol@{domain}" for domain in MORE_DOMAINS)]
        for address in (*shown, "erin@fabrikam.example"):
            text += item("tenant.mailbox", address=address, source="open")
        text += item("tenant.group", address="shown@fabrikam.example",
                     members=[*shown, "dave@fabrikam.example"])  # fmt: skip
        common = {"target_tenant": f"public/{CONTOSO}", "target_application_uri": CONTOSO_URI,
                  "free_busy_access_enabled": True, "token_issuers": [ISSUER]}  # fmt: skip
        scope = {"free_busy_access_scope": "shown@fabrikam.example"}
        text += organization_relationship(name="Contoso", domain_names=["contoso.example"],
                                          free_busy_access_level="LimitedDetails",
                                          **common, **scope)  # fmt: skip
        text += organization_relationship(
            name="Times",
            domain_names=["contoso-times.example"],
            free_busy_access_level="AvailabilityOnly",
            **common,
        )
        text += item("partner", name="contoso", authority="public", cloud="commercial",
                     tenant_id=CONTOSO, token_issuers=[ISSUER],
                     domains=["contoso.example", "contoso-times.example"])  # fmt: skip
        text += table("partner.organization_token", audience=CONTOSO_RESOURCE,
                      client_ids=[CONTOSO_APP], role=ROLE)  # fmt: skip
        return text + table("partner.exchange_organization", audience_hosts=[ANSWERING],
                            actor_app_ids=[EXCHANGE], token_issuers=[ISSUER_APP],
                            keys_file="exchange.jwks")  # fmt: skip

    def client(self, user, host=ASKING):
        return ews.Client(f"https://localhost:{self.ports[host]}/EWS/Exchange.asmx", user,
                          self.passwords[user], self.ca_file)  # fmt: skip

    def ask(self, user, addresses, week=0, view="DetailedMerged"):
        """Gives the answers and what Contoso's gateway logged of them. Nothing is remembered from
        one fortnight for another."""
        begin = dt.datetime(2031, 5, 6, 0) + dt.timedelta(weeks=2 * week)
        client = self.client(user)
        answers = client.ask(addresses, begin, begin + dt.timedelta(days=1), view=view)
        return answers, self.record_of(ASKING, client.last_request_id)

    def server_token(self, user):
        """What an Exchange server of Contoso says of one of its users."""
        common = {
            "aud": f"{EXCHANGE}/{ANSWERING}@{CONTOSO}",
            "nbf": now() - 60,
            "exp": now() + 3600,
        }
        actor = {**common, "iss": f"{ISSUER_APP}@{CONTOSO}", "nameid": f"{EXCHANGE}@{CONTOSO}",
                 "trustedfordelegation": "true"}  # fmt: skip
        header = {"alg": "RS256", "typ": "JWT", "kid": self.ring.kid("exchange")}
        text, proofs = make(
            self.ring, {"header": header, "claims": actor, "key": "exchange", "sign": "RS256"}
        )
        self.proofs.update(proofs)
        return unsigned({**common, "iss": actor["nameid"], "smtp": user, "upn": user,
                         "nii": "urn:federation:MicrosoftOnline", "actortoken": text})  # fmt: skip

    def record_of(self, host, request_id, patience=LOG_WAIT_SECONDS_MAX):
        limit = time.monotonic() + patience
        while True:
            text = (self.folder / f"{host}.log").read_text()
            for record in map(json.loads, text[: text.rfind("\n") + 1].splitlines()):
                if record.get("event") == "request" and record.get("correlation") == request_id:
                    return record
            if time.monotonic() > limit:
                return {}
            time.sleep(0.02)

    def admin(self, method, path, body=None):
        connection = http.client.HTTPSConnection("localhost", self.clouds_port, context=self.tls,
                                                 timeout=20)  # fmt: skip
        connection.request(method, path, json.dumps(body) if body else None, headers={
            "Host": ADMIN, "Authorization": "Bearer " + self.admin_secret,
            "Content-Type": "application/json"})  # fmt: skip
        text = connection.getresponse().read()
        connection.close()
        return json.loads(text) if text else None

    def token_requests(self):
        return len(self.admin("GET", f"/requests?host={STS}&path_prefix=/extSTS.srf")["requests"])

    def close(self):
        self.peer.close()
        left = self.processes.stop()
        run_folder.leave(self.folder, {*self.passwords.values(), *self.proofs})
        return left


def contact(address):
    return item("tenant.mail_contact", name=address, external_address=address)


def organization_relationship(**pairs):
    return item("tenant.organization_relationship", **pairs)


def relationship(name, domains, **more):
    """Of Contoso with Fabrikam, to ask along."""
    pairs = {"free_busy_access_enabled": True, "free_busy_access_level": "AvailabilityOnly",
             "target_application_uri": FABRIKAM_URI, "token_issuers": [ISSUER], **more}  # fmt: skip
    return organization_relationship(
        name=name, target_tenant=f"public/{FABRIKAM}", domain_names=domains, **pairs
    )

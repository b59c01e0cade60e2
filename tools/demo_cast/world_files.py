# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Writes every file that the demo's programs read: keys, calendars, configuration.

One folder per program. A gateway's folder holds its own tenant's keys, credentials and files, and
nothing of another tenant: gateways/<tenant>/. What the clouds own is in clouds/.
"""
import hashlib
import json
import os
import secrets
import subprocess
from pathlib import Path

import cast
import pki

ANY_PORT = 0
SOCKET_PATH_MAX = 100  # Linux takes 107 bytes


def toml(value):
    """JSON's strings, numbers, booleans and arrays are TOML's."""
    return json.dumps(value, ensure_ascii=False)


def table(heading, /, **pairs):
    lines = [f"[{heading}]"] + [
        f"{key} = {toml(value)}" for key, value in pairs.items() if value is not None
    ]
    return "\n".join(lines) + "\n\n"


def item(heading, /, **pairs):
    return table(f"[{heading}]", **pairs)


def password_hash(password):
    salt = secrets.token_hex(8)
    # 19 MiB, two passes: the smallest setting that is recommended for passwords.
    done = subprocess.run(
        ["argon2", salt, "-id", "-k", "19456", "-t", "2", "-p", "1", "-e"],
        input=password,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def federated():
    return [tenant for tenant in cast.TENANTS if tenant.relationships]


class WorldFiles:
    def __init__(self, folder: Path, ports, settings=None, public_host=None):
        self.folder = folder
        self.settings = settings or {}  # of every gateway, beside the usual ones: table -> pairs
        self.ports = ports  # gateway of a tenant -> port
        self.public_host = public_host  # in answers, in place of each gateway's own name
        self.clouds = folder / "clouds"
        self.authority = pki.Authority(folder / "authority")
        self.passwords = {}
        self.administered_at = {}  # gateway of a tenant -> port of its admin API
        self.admin_token = ""

    @property
    def admin_token_file(self):
        return self.folder / "admin_token.secret"

    @property
    def ca_file(self):
        return self.authority.certificate

    def gateway_folder(self, tenant):
        return self.folder / "gateways" / tenant.name

    def write_clouds(self):
        names = [cast.EXCHANGE_HOST, "cloudsim.admin", "localhost"]
        for tenant in cast.TENANTS:
            names += [tenant.login_host, tenant.graph_host]
        self.authority.issue(self.clouds, names)
        (self.clouds / "admin.secret").write_text(secrets.token_hex(16))
        (self.clouds / "exchange.password").write_text(secrets.token_hex(16))
        for tenant in cast.TENANTS:
            pki.signing_key(self.clouds / tenant.cloud / "signing.key")
            pki.application_certificate(self.gateway_folder(tenant), tenant.name)
            certificate = (self.gateway_folder(tenant) / "application.pem").read_text()
            (self.clouds / tenant.cloud / f"{tenant.name}.pem").write_text(certificate)
            for person in tenant.people:
                if person.source not in cast.FILE_SOURCES:
                    (self.clouds / tenant.cloud / f"{person.name}.ics").write_text(
                        cast.calendar_text(person)
                    )
        self.write_federation_keys()
        (self.clouds / "cloudsim.toml").write_text(self.cloudsim_text())

    def write_federation_keys(self):
        """The token issuer's certificate, which gateways pin, and theirs, which it knows."""
        pki.self_signed(self.clouds, "issuer", "token issuer")
        issuer = (self.clouds / "issuer.pem").read_text()
        for tenant in federated():
            folder = self.gateway_folder(tenant)
            pki.self_signed(folder, "federation", f"{tenant.name} federation")
            (folder / "issuer.pem").write_text(issuer)
            certificate = (folder / "federation.pem").read_text()
            (self.clouds / f"{tenant.name}.federation.pem").write_text(certificate)

    def cloudsim_text(self):
        text = "version = 1\n" + f"admin_secret_file = {toml('admin.secret')}\n\n"
        text += table(
            "listener",
            address="127.0.0.1",
            port=ANY_PORT,
            certificate_file="tls.pem",
            private_key_file="tls.key",
        )
        for tenant in cast.TENANTS:
            text += item(
                "cloud",
                name=tenant.cloud,
                login_host=tenant.login_host,
                graph_host=tenant.graph_host,
                signing_key_files=[f"{tenant.cloud}/signing.key"],
            )
            text += item(
                "cloud.tenant",
                name=tenant.name,
                tenant_id=tenant.tenant_id,
                domains=tenant.domains,
            )
            text += item(
                "cloud.tenant.resource",
                uri=f"api://{tenant.resource_id}",
                roles=[cast.ORGANIZATION_ROLE],
            )
            text += item(
                "cloud.tenant.application",
                client_id=tenant.client_id,
                certificate_files=[f"{tenant.cloud}/{tenant.name}.pem"],
            )
            text += item(
                "cloud.tenant.application.grant",
                resource=f"https://{tenant.graph_host}",
                roles=["Calendars.ReadBasic.All"],
            )
            text += item(
                "cloud.tenant.application.grant",
                resource=f"api://{tenant.resource_id}",
                roles=[cast.ORGANIZATION_ROLE],
            )
            for person in tenant.people:
                if person.source not in cast.FILE_SOURCES:
                    text += item(
                        "cloud.tenant.mailbox",
                        address=person.address,
                        calendar=f"{tenant.cloud}/{person.name}.ics",
                        kind="onprem" if person.source == "onprem" else "graph",
                    )
        text += item("exchange", host=cast.EXCHANGE_HOST, tenants=["contoso"])
        text += item("exchange.account", name="freebusy", password_file="exchange.password")
        text += item(
            "federation",
            uri=cast.TOKEN_ISSUER,
            host=cast.CONTOSO.login_host,
            signing_key_files=["issuer.key"],
            signing_certificate_files=["issuer.pem"],
        )
        for tenant in federated():
            text += item(
                "federation.organization",
                application_uri=tenant.gateway_host,
                domains=[tenant.federated_domain],
                certificate_files=[f"{tenant.name}.federation.pem"],
                offers=cast.TOKEN_OFFERS,
            )
        return text

    def write_gateway(self, tenant, cloudsim_port):
        folder = self.gateway_folder(tenant)
        names = [tenant.gateway_host, f"autodiscover.{tenant.domain}", "localhost"]
        self.authority.issue(folder, names)
        for person in tenant.people:
            if person.source in cast.FILE_SOURCES:
                calendars = folder / "calendars"
                calendars.mkdir(exist_ok=True)
                (calendars / f"{person.address}.ics").write_text(cast.calendar_text(person))
        if any(p.source == "onprem" for p in tenant.people):
            (folder / "exchange.password").write_text(
                (self.clouds / "exchange.password").read_text()
            )
        (folder / "freebusyd.toml").write_text(self.settings_text(tenant, cloudsim_port))
        (folder / "federation.toml").write_text(self.federation_text(tenant))
        if self.administered_at:
            self.write_administration(folder)
        return folder / "freebusyd.toml"

    def admin_socket(self, tenant):
        """None where the folder's name is too long for one."""
        socket = self.gateway_folder(tenant) / "admin.sock"
        return socket if len(str(socket)) <= SOCKET_PATH_MAX else None

    def write_administration(self, folder):
        for stored in folder.glob("registry.db*"):  # of an earlier run in this folder
            stored.unlink()
        self.admin_token_file.write_text(self.admin_token)
        self.admin_token_file.chmod(0o600)
        accounts = "version = 1\n\n" + item(
            "account",
            name="demo",
            api_tokens=[hashlib.sha256(self.admin_token.encode()).hexdigest()],
            unix_users=[str(os.getuid())],
            grants=["*:administer", "gateway:federate"],
        )
        (folder / "admins.toml").write_text(accounts)

    def settings_text(self, tenant, cloudsim_port):
        clouds = f"127.0.0.1:{cloudsim_port}"
        hosts = {t.login_host: clouds for t in cast.TENANTS}
        hosts[tenant.graph_host] = clouds
        if tenant is cast.CONTOSO:
            hosts[cast.EXCHANGE_HOST] = clouds
        for other in cast.TENANTS:
            if other is not tenant:
                hosts[other.gateway_host] = f"127.0.0.1:{self.ports[other.name]}"
        port = self.ports[tenant.name]
        text = "version = 1\n\n"
        text += table(
            "gateway", id=f"gateway-{tenant.name}", threads=1, federation_file="federation.toml"
        )
        text += table(
            "listener",
            address="127.0.0.1",
            port=port,
            certificate_file="tls.pem",
            private_key_file="tls.key",
            public_url=f"https://{self.public_host or tenant.gateway_host}:{port}",
            port_file="freebusyd.port",
            **self.settings.get("listener", {}),
        )
        if "redirector" in self.settings:
            text += table("redirector", **self.settings["redirector"])
        if self.administered_at:
            text += table("registry", file="registry.db")
            text += table(
                "admin",
                socket=self.admin_socket(tenant) and "admin.sock",
                address="127.0.0.1",
                port=self.administered_at[tenant.name],
                accounts_file="admins.toml",
            )
        text += table("net", ca_file=str(self.ca_file), allow_private=["127.0.0.0/8"])
        text += (
            "[net.hosts]\n" + "".join(f"{toml(k)} = {toml(v)}\n" for k, v in hosts.items()) + "\n"
        )
        text += table("cache", **self.settings.get("cache", {}))
        text += table("log", file="freebusyd.log")
        return text

    def federation_text(self, tenant):
        text = "version = 1\n\n"
        text += item(
            "tenant",
            name=tenant.name,
            authority=tenant.authority,
            tenant_id=tenant.tenant_id,
            cloud=tenant.cloud,
            accepted_domains=tenant.domains,
        )
        text += table(
            "tenant.availability_config",
            allowed_tenant_ids=[cast.tenant_named(n).reference for n in tenant.allows],
        )
        text += table(
            "tenant.application",
            client_id=tenant.client_id,
            certificate_file="application.pem",
            private_key_file="application.key",
        )
        text += table("tenant.bearer", audiences=[tenant.resource_id], user_claim="upn")
        text += self.federation_trust_text(tenant)
        text += self.sources_text(tenant)
        for person in tenant.people:
            text += item("tenant.mailbox", address=person.address, source=person.source)
        for contact in tenant.contacts:
            text += item("tenant.mail_contact", name=contact, external_address=contact)
        asking = tenant.people[0]
        self.passwords[asking.address] = secrets.token_hex(12)
        text += item(
            "tenant.account",
            name=asking.address,
            kind="home-user",
            user=asking.address,
            password_hash=password_hash(self.passwords[asking.address]),
        )
        for name in tenant.address_spaces:
            other = cast.tenant_named(name)
            text += item(
                "tenant.address_space",
                forest_name=other.domain,
                access_method="OrgWideFBToken",
                target_tenant=other.reference,
                target_service_epr=f"https://{other.gateway_host}:{self.ports[name]}/EWS/Exchange.asmx",
                token_scope=f"api://{tenant.resource_id}/.default",
            )
        for name in tenant.relationships:
            text += self.relationship_text(tenant, cast.tenant_named(name))
        for other in cast.TENANTS:
            if other is not tenant:
                related = other.name in tenant.relationships
                text += item(
                    "partner",
                    name=other.name,
                    authority=other.authority,
                    tenant_id=other.tenant_id,
                    cloud=other.cloud,
                    domains=[other.federated_domain] if related else None,
                    token_issuers=[cast.TOKEN_ISSUER] if related else None,
                    # Where its answers lead, if that is not its own name.
                    autodiscover_hosts=[self.public_host] if self.public_host else None,
                )
                text += table(
                    "partner.organization_token",
                    audience=other.resource_id,
                    client_ids=[other.client_id],
                    role=cast.ORGANIZATION_ROLE,
                )
        return text

    def federation_trust_text(self, tenant):
        federated_here = bool(tenant.relationships)
        text = table(
            "tenant.federation_trust",
            application_uri=tenant.gateway_host,
            default_domain=tenant.federated_domain or None,
        )
        if federated_here:
            text += table(
                "tenant.federation_trust.key",
                certificate_file="federation.pem",
                private_key_file="federation.key",
            )
        return text + item(
            "tenant.federation_trust.token_issuer",
            uri=cast.TOKEN_ISSUER,
            endpoint=f"https://{cast.CONTOSO.login_host}/extSTS.srf",
            certificate_files=["issuer.pem"] if federated_here else None,
        )

    def relationship_text(self, tenant, other):
        host = f"{self.public_host or other.gateway_host}:{self.ports[other.name]}"
        return item(
            "tenant.organization_relationship",
            name=other.title,
            target_tenant=other.reference,
            domain_names=[other.federated_domain],
            free_busy_access_enabled=True,
            free_busy_access_level="LimitedDetails",
            target_application_uri=other.gateway_host,
            target_autodiscover_epr=f"https://{host}/autodiscover/autodiscover.svc/WSSecurity",
        )

    def sources_text(self, tenant):
        text = item("tenant.source", name="cloud", kind="graph", url=f"https://{tenant.graph_host}")
        if any(p.source == "onprem" for p in tenant.people):
            text += item(
                "tenant.source",
                name="onprem",
                kind="ews",
                url=f"https://{cast.EXCHANGE_HOST}/EWS/Exchange.asmx",
                username="freebusy",
                password_file="exchange.password",
            )
        for name, right in cast.FILE_SOURCES.items():
            if any(p.source == name for p in tenant.people):
                text += item(
                    "tenant.source",
                    name=name,
                    kind="ics",
                    folder="calendars",
                    zone="UTC",
                    default_calendar_right=right,
                )
        return text

# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""What the tests of Autodiscover share: messages, and a stage whose gateways redirect."""
import base64
import http.client
import os
import re
import ssl

from stage_case import StageCase, cast

GATEWAY = cast.CONTOSO.gateway_host
PEGGY = cast.CONTOSO.people[0].address
ANCHOR = "01B62C6D-4324-448f-9884-5FEC6D18A7E2"
SOAP_PATH = "/autodiscover/autodiscover.svc"
POX_PATH = "/autodiscover/autodiscover.xml"
JSON_PATH = "/autodiscover/autodiscover.json"
A = "http://schemas.microsoft.com/exchange/2010/Autodiscover"
OUTLOOK = "http://schemas.microsoft.com/exchange/autodiscover/outlook"


def soap(operation, request):
    return (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
        f'<{operation}RequestMessage xmlns="{A}"><Request>{request}</Request>'
        f"</{operation}RequestMessage></s:Body></s:Envelope>"
    ).encode()


def user_settings(users, settings=("ExternalEwsUrl",)):
    mailboxes = "".join(f"<User><Mailbox>{user}</Mailbox></User>" for user in users)
    names = "".join(f"<Setting>{name}</Setting>" for name in settings)
    return soap(
        "GetUserSettings",
        f"<Users>{mailboxes}</Users><RequestedSettings>{names}</RequestedSettings>",
    )


def domains(operation, names):
    listed = "".join(f"<Domain>{name}</Domain>" for name in names)
    return soap(
        operation,
        f"<Domains>{listed}</Domains>"
        "<RequestedSettings><Setting>ExternalEwsUrl</Setting></RequestedSettings>",
    )


def pox(address, schema=OUTLOOK + "/responseschema/2006a"):
    return (
        f'<Autodiscover xmlns="{OUTLOOK}/requestschema/2006"><Request>'
        f"<EMailAddress>{address}</EMailAddress>"
        f"<AcceptableResponseSchema>{schema}</AcceptableResponseSchema></Request></Autodiscover>"
    ).encode()


def codes_in(body):
    """Every code in the order of the answer: of the request, then of users, domains, settings."""
    return re.findall(r"<(?:ErrorCode|faultcode)[^>]*>(?:\w+:)?(\w+)</", body.decode())


class AutodiscoverCase(StageCase):
    settings = {
        "redirector": {
            "enabled": True,
            "address": "127.0.0.1",
            "port": 0,
            "port_file": "redirector.port",
        }
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        os.environ["REQUESTS_CA_BUNDLE"] = str(cls.stage.files.ca_file)
        cls.port = cls.stage.files.ports["contoso"]
        cls.origin = f"https://{GATEWAY}:{cls.port}"
        cls.ews_url = cls.origin + "/EWS/Exchange.asmx"
        folder = cls.stage.files.gateway_folder(cast.CONTOSO)
        cls.redirector_port = int((folder / "redirector.port").read_text())

    def authorization(self):
        pair = f"{PEGGY}:{self.stage.files.passwords[PEGGY]}"
        return "Basic " + base64.b64encode(pair.encode()).decode()

    def send(self, path, body=None, method=None, anonymous=False, **headers):
        tls = ssl.create_default_context(cafile=str(self.stage.files.ca_file))
        connection = http.client.HTTPSConnection("localhost", self.port, context=tls, timeout=30)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None:
            sent["Content-Type"] = "text/xml; charset=utf-8"
        if not anonymous:
            sent["Authorization"] = self.authorization()
        try:
            connection.request(method or ("POST" if body is not None else "GET"), path, body, sent)
            reply = connection.getresponse()
            return reply, reply.read()
        finally:
            connection.close()

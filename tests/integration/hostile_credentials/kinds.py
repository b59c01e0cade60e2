# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""The good credential of every kind, as a recipe, and how a recipe becomes a request."""
import base64
import copy
from dataclasses import dataclass
from typing import Callable

import autodiscover_case
import jose_tokens
import saml_tokens
from hostile_world import NAMES, question, with_checksum

EWS_PATH = "/EWS/Exchange.asmx"
# Where a credential in the Authorization header is asked for.
HEADER_PATHS = [
    EWS_PATH,
    "/v1.0/me/calendar/getSchedule",
    "/v1/availability",
    "/autodiscover/autodiscover.xml",
    "/autodiscover/autodiscover.svc",
]


@dataclass
class Request:
    headers: dict
    hidden: list  # what must be found in no log and no answer
    body: bytes
    path: str = ""  # empty: wherever the Authorization header is looked at
    again: bool = False  # it counts the first time, and is judged when it comes again


@dataclass
class Kind:
    caller: str  # that the good credential proves
    credential: str  # what the log calls it
    recipe: dict
    render: Callable


def entra(host_issuer, tenant, claims, key):
    return {
        "header": {"typ": "JWT", "alg": "RS256", "kid": "key-of-" + key},
        "claims": {
            "iss": host_issuer,
            "tid": tenant,
            "iat": {"now": -60},
            "nbf": {"now": -60},
            "exp": {"now": 3600},
            **claims,
        },
        "key": key,
        "sign": "RS256",
        "scheme": "Bearer",
    }


def bearer(world, recipe):
    token, hidden = jose_tokens.make(world.ring, recipe)
    return Request({"Authorization": f"{recipe['scheme']} {token}"}, hidden, question())


def s2s(world, recipe):
    """An actor token, alone or inside the unsigned outer token."""
    actor, hidden = jose_tokens.make(world.ring, recipe["actor"])
    token = actor
    if "outer" in recipe:
        claims = {"actortoken": actor, **recipe["outer"]["claims"]}
        claims = {name: value for name, value in claims.items() if value is not None}
        token, _ = jose_tokens.make(world.ring, {**recipe["outer"], "claims": claims})
    return Request({"Authorization": "Bearer " + token}, [token, *hidden], question())


def pft(world, recipe):
    access, hidden = jose_tokens.make(world.ring, recipe["access"])
    actor, more = jose_tokens.make(world.ring, recipe["actor"])
    sent = recipe["form"].format(access=access, actor=actor)
    return Request({"Authorization": sent}, hidden + more, question())


def autodiscover_question():
    asked = autodiscover_case.user_settings([NAMES["user"]]).decode()
    return asked.replace("<s:Body>", "<s:Header></s:Header><s:Body>", 1).encode()


def saml(world, recipe):
    asked = autodiscover_question() if recipe.get("autodiscover") else question()
    body, hidden = saml_tokens.envelope(world.ring, recipe, asked)
    request = Request({}, hidden, body, recipe["message"]["path"])
    request.again = recipe.get("again", False)
    return request


def api_token(world, recipe):
    token = recipe["token"]
    if recipe.get("checksum"):
        token = with_checksum(token)
    return Request({"Authorization": "Bearer " + token}, [token], question())


def basic(world, recipe):
    pair = recipe["name"] + recipe.get("colon", ":") + recipe["password"]
    sent = base64.b64encode(pair.encode("utf-8", "surrogateescape")).decode()
    sent = recipe.get("form", "{pair}").format(pair=sent)
    hidden = [sent] if len(sent) > 8 else []
    if len(recipe["password"]) > 8:
        hidden.append(recipe["password"])
    return Request({"Authorization": f"{recipe['scheme']} {sent}"}, hidden, question())


USER_V2 = entra(
    "https://$com/$north/v2.0",
    "$north",
    {"aud": "$audience", "azp": "$stranger_app", "azpacr": "0", "oid": "$object",
     "sub": "a-person", "scp": "FreeBusy.Ask", "upn": "$user", "ver": "2.0"},
    "north",
)  # fmt: skip
USER_V1 = entra(
    "https://sts.windows.net/$north/",
    "$north",
    {"aud": "$audience", "appid": "$stranger_app", "appidacr": "0", "oid": "$object",
     "sub": "a-person", "scp": "FreeBusy.Ask", "upn": "$user", "ver": "1.0"},
    "north",
)  # fmt: skip
APP_V2 = entra(
    "https://$com/$north/v2.0",
    "$north",
    {"aud": "$audience", "azp": "$north_app", "azpacr": "2", "idtyp": "app", "oid": "$object",
     "sub": "$object", "roles": ["FreeBusy.Ask"], "ver": "2.0"},
    "north",
)  # fmt: skip
APP_V1 = entra(
    "https://sts.windows.net/$north/",
    "$north",
    {"aud": "$audience", "appid": "$north_app", "appidacr": "2", "idtyp": "app", "oid": "$object",
     "sub": "$object", "roles": ["FreeBusy.Ask"], "ver": "1.0"},
    "north",
)  # fmt: skip
ORGANIZATION = entra(
    "https://$cn/$east/v2.0",
    "$east",
    {"aud": "$east_audience", "azp": "$east_app", "azpacr": "2", "idtyp": "app", "oid": "$object",
     "sub": "$object", "roles": ["$role"], "ver": "2.0"},
    "east",
)  # fmt: skip



def organization(application, header, **more):
    recipe = copy.deepcopy(ORGANIZATION)
    recipe["header"].update(header)
    recipe["claims"]["azp"] = application
    return {**recipe, **more}


PFT_FORM = 'MSAuth1.0 actortoken="Bearer {actor}", accesstoken="Bearer {access}", type="PFAT"'
PFT = {
    "access": organization("$east_app", {"nonce": "bm9uY2Utb2YtZWFzdA"}, protect=True),
    "actor": organization("$east_forwarder", {}),
    "form": PFT_FORM,
}
PFT_PLAIN = {
    "access": organization("$east_app", {}),
    "actor": organization("$east_forwarder", {}),
    "form": PFT_FORM,
}


def actor_token(realm, key):
    return {
        "header": {"typ": "JWT", "alg": "RS256", "kid": "key-of-" + key},
        "claims": {
            "aud": f"$exchange/$host@{realm}",
            "iss": f"$issuer@{realm}",
            "nameid": f"$exchange@{realm}",
            "identityprovider": f"$issuer@{realm}",
            "trustedfordelegation": "true",
            "nbf": {"now": -60},
            "exp": {"now": 24 * 3600 - 60},
        },
        "key": key,
        "sign": "RS256",
    }


def outer_token(realm, user):
    return {
        "header": {"typ": "JWT", "alg": "none"},
        "claims": {
            "aud": f"$exchange/$host@{realm}",
            "iss": f"$exchange@{realm}",
            "nameid": "10033fffa0b1c2d3",
            "nii": "urn:federation:MicrosoftOnline",
            "smtp": user,
            "nbf": {"now": -60},
            "exp": {"now": 8 * 3600},
        },
        "sign": "none",
    }


S2S_USER = {
    "actor": actor_token("$north", "north_exchange"),
    "outer": outer_token("$north", "$user"),
}
S2S_SERVER = {"actor": actor_token("$north", "north_exchange")}
S2S_PARTNER = {
    "actor": actor_token("$south", "south_exchange"),
    "outer": outer_token("$south", "$south_user"),
}

SECURITY_PATH = EWS_PATH + "/WSSecurity"
SAML_TOKEN = {
    "assertion": {
        "id": "_f7a3c2b1-90ab-4cde-8f01-23456789abcd",
        "issuer": "$sts",
        "audience": "$application",
        "not_before": {"now": -60},
        "not_on_or_after": {"now": 3600},
        "email": "$east_user",
        "offer": "MSExchange.SharingCalendarFreeBusy",
        "confirmation": "bearer",
    },
    "sign": {"key": "sts", "method": "rsa-sha256", "digest": "sha256"},
    "encrypt": {"key": "federation", "cipher": "aes256-cbc", "transport": "rsa-oaep-mgf1p"},
    "message": {
        "path": SECURITY_PATH,
        "to": "$url" + SECURITY_PATH,
        "action": "$messages/GetUserAvailability",
        "created": {"now": -5},
        "expires": {"now": 295},
    },
}
SAML_PROVED = copy.deepcopy(SAML_TOKEN)
SAML_PROVED["assertion"].update(confirmation="holder-of-key", proof_for="federation")
SAML_PROVED["message"].update(
    path=SECURITY_PATH + "/SymmetricKey",
    to="$url" + SECURITY_PATH + "/SymmetricKey",
    proof={"method": "hmac-sha1", "digest": "sha1", "token": saml_tokens.TOKEN_ID},
)

AUTODISCOVER_PATH = autodiscover_case.SOAP_PATH + "/WSSecurity"
SAML_AUTODISCOVER = copy.deepcopy(SAML_TOKEN)
SAML_AUTODISCOVER["autodiscover"] = True
SAML_AUTODISCOVER["assertion"]["offer"] = "MSExchange.Autodiscover"
SAML_AUTODISCOVER["message"].update(
    path=AUTODISCOVER_PATH,
    to="$url" + AUTODISCOVER_PATH,
    action=autodiscover_case.A + "/Autodiscover/GetUserSettings",
)

KINDS = {
    "user_v2": Kind("home-user", "bearer", USER_V2, bearer),
    "user_v1": Kind("home-user", "bearer", USER_V1, bearer),
    "app_v2": Kind("home-script", "bearer", APP_V2, bearer),
    "app_v1": Kind("home-script", "bearer", APP_V1, bearer),
    "organization": Kind("partner-organization", "bearer", ORGANIZATION, bearer),
    "pft": Kind("partner-organization", "pft", PFT, pft),
    "pft_plain": Kind("partner-organization", "pft", PFT_PLAIN, pft),
    "s2s_user": Kind("home-user", "s2s", S2S_USER, s2s),
    "s2s_server": Kind("home-server", "s2s", S2S_SERVER, s2s),
    "s2s_partner": Kind("partner-user", "s2s", S2S_PARTNER, s2s),
    "saml": Kind("partner-user", "saml", SAML_TOKEN, saml),
    "saml_symmetric": Kind("partner-user", "saml", SAML_PROVED, saml),
    "saml_autodiscover": Kind("partner-user", "saml", SAML_AUTODISCOVER, saml),
    "api_token": Kind("home-script", "api_token", {"token": "$api_token"}, api_token),
    "basic": Kind(
        "home-user",
        "basic",
        {"scheme": "Basic", "name": "$user", "password": "$password"},
        basic,
    ),
}


def nested(depth):
    value = []
    for _ in range(depth):
        value = [value]
    return value


def names_of(world):
    return {
        **NAMES,
        "url": f"https://localhost:{world.port}",
        "password": world.password,
        "PASSWORD": world.password.upper(),
        "NORTH": NAMES["north"].upper(),
        "api_token": world.api_token,
        "api_token_begin": world.api_token[:-6],
        "api_token_end": world.api_token[-6:],
        "stranger_jwk": world.ring.jwk("stranger"),
        "deep": nested(100),
        "nest": "<x>" * 100 + "</x>" * 100,
    }

# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""The good credential of every kind, as a recipe, and how a recipe becomes a request."""
import base64
from dataclasses import dataclass
from typing import Callable

import jose_tokens
from hostile_world import NAMES, question

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

KINDS = {
    "user_v2": Kind("home-user", "bearer", USER_V2, bearer),
    "user_v1": Kind("home-user", "bearer", USER_V1, bearer),
    "app_v2": Kind("home-script", "bearer", APP_V2, bearer),
    "app_v1": Kind("home-script", "bearer", APP_V1, bearer),
    "organization": Kind("partner-organization", "bearer", ORGANIZATION, bearer),
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
        "password": world.password,
        "PASSWORD": world.password.upper(),
        "stranger_jwk": world.ring.jwk("stranger"),
        "deep": nested(100),
    }

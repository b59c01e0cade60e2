# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""docs/reference/openapi-admin.json against what the admin API answers. Programs may meet members
that the document does not know; a test may not."""
import json
import re
import urllib.parse
from pathlib import Path

import jsonschema

FILE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "openapi-admin.json"
DOCUMENT = json.loads(FILE.read_text())


def closed(schema):
    """The schema, with no members but those that it names."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    out = {name: closed(each) for name, each in schema.items()}
    if isinstance(schema.get("properties"), dict):
        out["additionalProperties"] = False
    return out


CLOSED = closed(DOCUMENT)


def operation(method, target):
    """The path in the document, and what it says of the method."""
    asked = urllib.parse.urlsplit(target).path
    for path, methods in CLOSED["paths"].items():
        pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path))
        if re.fullmatch(pattern, asked) and method.lower() in methods:
            return path, methods[method.lower()]
    return None, None


def check(method, target, status, content_type, answer):
    """Raises where the answer is not the documented one."""
    _, described = operation(method, target)
    if described is None:
        described = {
            "responses": {"default": {"$ref": "#/components/responses/refused"}}
        }
    reply = described["responses"].get(str(status)) or described["responses"]["default"]
    resolver = jsonschema.RefResolver("", CLOSED)
    if "$ref" in reply:
        _, reply = resolver.resolve(reply["$ref"])
    schema = reply["content"][content_type]["schema"]
    jsonschema.Draft202012Validator(schema, resolver=resolver).validate(answer)

# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""JSON Web Tokens made by hand, right or wrong in exactly the way that a recipe says.

A recipe has the header and the claims, the name of the key that signs, and what else may be odd:

    header, claims            the members as they are written
    twice_in_header,
    twice_in_claims           members that are written a second time, with another value
    header_text, claims_text  the JSON text itself, in place of the members
    key                       a name in KeyRing.keys
    sign                      RS256, PS256, RS1, HS256 (with the public key as the secret) or none
    protect                   the signature covers the header with the hashed nonce, as Entra's
                              protected tokens do; "plain": it covers the header as it is sent
    deflate                   the claims are compressed
    sent_claims               claims that are changed after signing
    form                      how the three parts are put together
"""
import base64
import hashlib
import hmac
import json
import time
import zlib

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class KeyRing:
    """RSA keys by name, each with the key id under which its issuer publishes it."""

    def __init__(self):
        self.keys = {}

    def make(self, name, bits=2048):
        self.keys[name] = rsa.generate_private_key(65537, bits)
        return self.keys[name]

    def kid(self, name):
        return "key-of-" + name

    def public_pem(self, name):
        return self.keys[name].public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    def private_pem(self, name):
        return self.keys[name].private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )

    def jwk(self, name, **more):
        numbers = self.keys[name].public_key().public_numbers()
        size = (numbers.n.bit_length() + 7) // 8
        return {
            "kty": "RSA",
            "use": "sig",
            "kid": self.kid(name),
            "n": base64url(numbers.n.to_bytes(size, "big")),
            "e": base64url(numbers.e.to_bytes(3, "big")),
            **more,
        }


def json_text(members, twice):
    pairs = [*members.items(), *twice.items()]
    return "{" + ",".join(json.dumps(k) + ":" + json.dumps(v) for k, v in pairs) + "}"


def signature(ring, recipe, signed):
    sign, key = recipe["sign"], recipe.get("key")
    if sign == "none":
        return b""
    if sign == "HS256":
        return hmac.new(ring.public_pem(key), signed, hashlib.sha256).digest()
    if sign == "PS256":
        scheme = padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.DIGEST_LENGTH)
    else:
        scheme = padding.PKCS1v15()
    digest = hashes.SHA1() if sign == "RS1" else hashes.SHA256()
    return ring.keys[key].sign(signed, scheme, digest)


def deflated(data):
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def protected_header(recipe, header):
    """What a protected token's signature covers: the nonce's hash in place of the nonce."""
    if recipe.get("protect") is not True:
        return header
    nonce = recipe["header"]["nonce"]
    hashed = base64url(hashlib.sha256(nonce.encode()).digest())
    return header.replace(json.dumps(nonce), json.dumps(hashed))


def make(ring, recipe):
    """The token, and the parts of it that nobody may find again in a log or an answer."""
    header = recipe.get("header_text") or json_text(
        recipe["header"], recipe.get("twice_in_header", {})
    )
    claims = recipe.get("claims_text") or json_text(
        recipe["claims"], recipe.get("twice_in_claims", {})
    )
    payload = deflated(claims.encode()) if recipe.get("deflate") else claims.encode()
    covered = protected_header(recipe, header)
    signed = base64url(covered.encode()) + "." + base64url(payload)
    raw = signature(ring, recipe, signed.encode())
    if recipe.get("break_signature"):
        raw = bytes([raw[0] ^ 1]) + raw[1:]
    if "sent_claims" in recipe:
        payload = json_text({**recipe["claims"], **recipe["sent_claims"]}, {}).encode()
    parts = {
        "header": base64url(header.encode()),
        "claims": base64url(payload),
        "signature": base64url(raw) if not recipe.get("drop_signature") else "",
    }
    token = recipe.get("form", "{header}.{claims}.{signature}").format(**parts)
    return token, [text for text in (token, base64url(raw)) if text]


def unsigned(claims):
    header = json_text({"alg": "none", "typ": "JWT"}, {})
    return base64url(header.encode()) + "." + base64url(json_text(claims, {}).encode()) + "."


def now():
    return int(time.time())

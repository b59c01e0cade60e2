# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Delegation tokens made by hand: a SAML 1.1 assertion, signed and encrypted with lxml and
cryptography, in the Security header of a question. A recipe says what is odd about it:

    assertion   the claims, and "confirmation": bearer or holder-of-key
    sign        key, method, digest, canonical, transforms, reference; none: no signature
    encrypt     key, cipher, transport, padding
    message     path, to, action, created, expires; "proof" signs the timestamp
    wrap        what is encrypted: {signed} the signed assertion, {signature} its signature alone,
                {bare} the assertion without it, {evil} another one with the claims of "evil"
    ready       the encrypted token itself, where somebody else made it
    edit_claims, edit_signed, edit_cipher, edit_envelope
                pairs [old, new]: the text at that step, where old must stand exactly once
"""
import base64
import datetime as dt
import hashlib
import hmac
import os

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from lxml import etree

DS = "http://www.w3.org/2000/09/xmldsig#"
XENC = "http://www.w3.org/2001/04/xmlenc#"
SAML = "urn:oasis:names:tc:SAML:1.0:assertion"
WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
WSU = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
TRUST = "http://schemas.xmlsoap.org/ws/2005/02/trust"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
ENVELOPED = DS + "enveloped-signature"
METHODS = {
    "rsa-sha256": "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    "rsa-sha512": "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
    "rsa-sha1": DS + "rsa-sha1",
    "hmac-sha256": "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256",
    "hmac-sha1": DS + "hmac-sha1",
}
DIGESTS = {"sha256": XENC + "sha256", "sha1": DS + "sha1", "sha512": XENC + "sha512"}
CLAIMS = "http://schemas.xmlsoap.org/claims"
AUTHORIZATION_CLAIMS = "http://schemas.xmlsoap.org/ws/2006/12/authorization/claims"
CONFIRMATIONS = "urn:oasis:names:tc:SAML:1.0:cm:"
TOKEN_ID = "the-token"
PROOF_KEY = os.urandom(32)


def base64_text(data):
    return base64.b64encode(data).decode()


def time_text(seconds):
    if isinstance(seconds, str):
        return seconds
    return dt.datetime.fromtimestamp(seconds, dt.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def edited(text, pairs):
    for old, new in pairs:
        if text.count(old) != 1:
            raise ValueError(f"{old!r} stands {text.count(old)} times")
        text = text.replace(old, new)
    return text


def canonical(element):
    return etree.tostring(element, method="c14n", exclusive=True, with_comments=False)


def certificate(ring, name):
    now = dt.datetime.now(dt.timezone.utc)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(ring.keys[name].public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=30))
        .sign(ring.keys[name], hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM)


def oaep(ring, name, data, transport="rsa-oaep-mgf1p"):
    scheme = padding.PKCS1v15()
    if transport != "rsa-1_5":
        scheme = padding.OAEP(padding.MGF1(hashes.SHA1()), hashes.SHA1(), None)
    return base64_text(ring.keys[name].public_key().encrypt(data, scheme))


def encrypted_key(wrapped, transport="rsa-oaep-mgf1p"):
    return (
        f'<e:EncryptedKey xmlns:e="{XENC}"><e:EncryptionMethod Algorithm="{XENC}{transport}"/>'
        f"<e:CipherData><e:CipherValue>{wrapped}</e:CipherValue></e:CipherData></e:EncryptedKey>"
    )


def confirmation_text(ring, claims):
    method = f"<saml:ConfirmationMethod>{CONFIRMATIONS}{claims['confirmation']}"
    text = f"<saml:SubjectConfirmation>{method}</saml:ConfirmationMethod>"
    if claims["confirmation"] == "holder-of-key":
        key = encrypted_key(oaep(ring, claims["proof_for"], PROOF_KEY))
        text += f'<ds:KeyInfo xmlns:ds="{DS}">{key}</ds:KeyInfo>'
    return text + "</saml:SubjectConfirmation>"


def attribute_text(namespace, name, values):
    inner = "".join(f"<saml:AttributeValue>{value}</saml:AttributeValue>" for value in values)
    return (
        f'<saml:Attribute AttributeName="{name}" AttributeNamespace="{namespace}">'
        f"{inner}</saml:Attribute>"
    )


def as_list(value):
    return value if isinstance(value, list) else [value]


def assertion_text(ring, claims):
    audiences = "</saml:Audience><saml:Audience>".join(as_list(claims["audience"]))
    begin, end = time_text(claims["not_before"]), time_text(claims["not_on_or_after"])
    return (
        f'<saml:Assertion xmlns:saml="{SAML}" MajorVersion="1" MinorVersion="1"'
        f' AssertionID="{claims["id"]}" Issuer="{claims["issuer"]}" IssueInstant="{begin}">'
        f'<saml:Conditions NotBefore="{begin}" NotOnOrAfter="{end}">'
        f"<saml:AudienceRestrictionCondition><saml:Audience>{audiences}</saml:Audience>"
        "</saml:AudienceRestrictionCondition></saml:Conditions>"
        "<saml:AttributeStatement><saml:Subject>"
        "<saml:NameIdentifier>0123456789ABCDEF</saml:NameIdentifier>"
        f"{confirmation_text(ring, claims)}</saml:Subject>"
        + attribute_text(CLAIMS, "EmailAddress", as_list(claims["email"]))
        + attribute_text(AUTHORIZATION_CLAIMS, "action", as_list(claims["offer"]))
        + "</saml:AttributeStatement></saml:Assertion>"
    )


def signed_info(how, digest, reference, transforms):
    listed = "".join(f'<ds:Transform Algorithm="{one}"/>' for one in transforms)
    part = how.get("method_part", "")
    return (
        "<ds:SignedInfo>"
        f'<ds:CanonicalizationMethod Algorithm="{how.get("canonical", EXCLUSIVE)}"/>'
        f'<ds:SignatureMethod Algorithm="{METHODS[how["method"]]}">{part}</ds:SignatureMethod>'
        f'<ds:Reference URI="{reference}"><ds:Transforms>{listed}</ds:Transforms>'
        f'<ds:DigestMethod Algorithm="{DIGESTS[how["digest"]]}"/>'
        f"<ds:DigestValue>{base64_text(digest)}</ds:DigestValue></ds:Reference></ds:SignedInfo>"
    )


def signature_bytes(how, key, data):
    name = how["method"].split("-")[1]
    if how["method"].startswith("hmac"):
        return hmac.new(key, data, name).digest()
    algorithm = {"sha1": hashes.SHA1, "sha256": hashes.SHA256, "sha512": hashes.SHA512}[name]
    return key.sign(data, padding.PKCS1v15(), algorithm())


def signature_text(how, key, covered, reference, transforms, key_info):
    """covered: the canonical bytes that the reference stands for."""
    info = signed_info(how, hashlib.new(how["digest"], covered).digest(), reference, transforms)
    shell = f'<ds:Signature xmlns:ds="{DS}">{info}</ds:Signature>'
    value = signature_bytes(how, key, canonical(etree.fromstring(shell)[0]))
    if "bytes" in how:
        value = value[: how["bytes"]]
    tail = f"<ds:SignatureValue>{base64_text(value)}</ds:SignatureValue>{key_info}"
    return shell.replace("</ds:Signature>", tail + "</ds:Signature>"), base64_text(value)


def sign_assertion(ring, recipe, bare):
    how = recipe["sign"]
    key = ring.keys[how["key"]]
    if how["method"].startswith("hmac"):
        key = ring.public_pem(how["key"])
    reference = how.get("reference", "#" + recipe["assertion"]["id"])
    transforms = how.get("transforms", [ENVELOPED, EXCLUSIVE])
    info = ""
    if how.get("own_certificate"):
        der = x509.load_pem_x509_certificate(certificate(ring, how["key"]))
        data = base64_text(der.public_bytes(serialization.Encoding.DER))
        info = f"<ds:X509Data><ds:X509Certificate>{data}</ds:X509Certificate></ds:X509Data>"
        info = f"<ds:KeyInfo>{info}</ds:KeyInfo>"
    covered = canonical(etree.fromstring(bare))
    return signature_text(how, key, covered, reference, transforms, info)


def token_text(ring, recipe):
    """What is encrypted, and the values of its signature."""
    bare = edited(assertion_text(ring, recipe["assertion"]), recipe.get("edit_claims", []))
    if "sign" not in recipe:
        return bare, []
    signature, value = sign_assertion(ring, recipe, bare)
    head, close = bare.rsplit("</saml:Assertion>", 1)[0], "</saml:Assertion>"
    evil = assertion_text(ring, {**recipe["assertion"], **recipe.get("evil", {})})
    text = recipe.get("wrap", "{signed}").format(
        signed=head + signature + close,
        signature=signature,
        bare=bare,
        evil=evil,
        evil_head=evil.rsplit("</saml:Assertion>", 1)[0],
    )
    return edited(text, recipe.get("edit_signed", [])), [value]


CIPHERS = {"aes256-cbc": 32, "aes128-cbc": 16, "aes192-cbc": 24, "tripledes-cbc": 24}


def cipher_bytes(how, key, text):
    """The last byte says how many bytes were added; "last" is another last byte."""
    data = text.encode()
    added = 16 - len(data) % 16
    data += os.urandom(added - 1) + bytes([how.get("last", added)])
    vector = os.urandom(16)
    writer = Cipher(algorithms.AES(key), modes.CBC(vector)).encryptor()
    sent = bytearray(vector + writer.update(data) + writer.finalize())
    if "turn" in how:
        sent[how["turn"]] ^= 1
    if "cut" in how:
        del sent[-how["cut"] :]
    return bytes(sent)


def encrypted_token(ring, recipe, text):
    how = recipe["encrypt"]
    key = os.urandom(how.get("key_bytes", CIPHERS[how["cipher"]]))
    wrapped = oaep(ring, how["key"], key, how["transport"])
    value = base64_text(cipher_bytes(how, key, text))
    made = (
        f'<e:EncryptedData xmlns:e="{XENC}" Id="{TOKEN_ID}" Type="{XENC}Element">'
        f'<e:EncryptionMethod Algorithm="{XENC}{how["cipher"]}"/>'
        f'<ds:KeyInfo xmlns:ds="{DS}">{encrypted_key(wrapped, how["transport"])}</ds:KeyInfo>'
        f"<e:CipherData><e:CipherValue>{value}</e:CipherValue></e:CipherData></e:EncryptedData>"
    )
    return edited(made, recipe.get("edit_cipher", []))


def timestamp_text(message):
    return (
        f'<u:Timestamp xmlns:u="{WSU}" u:Id="the-time"><u:Created>{time_text(message["created"])}'
        f'</u:Created><u:Expires>{time_text(message["expires"])}</u:Expires></u:Timestamp>'
    )


def proof_text(how, timestamp):
    """The signature of the one who holds the token's key, over the timestamp."""
    reference = f'<o:SecurityTokenReference xmlns:o="{WSSE}"><o:Reference URI="#{how["token"]}"/>'
    info = f"<ds:KeyInfo>{reference}</o:SecurityTokenReference></ds:KeyInfo>"
    key = PROOF_KEY if how.get("key") != "other" else os.urandom(32)
    covered = canonical(etree.fromstring(timestamp))
    where = how.get("reference", "#the-time")
    return signature_text(how, key, covered, where, how.get("transforms", [EXCLUSIVE]), info)[0]


def envelope(ring, recipe, question):
    """The message, and what nobody may find again of it."""
    message = recipe["message"]
    timestamp = timestamp_text(message)
    if "ready" in recipe:
        token, hidden = recipe["ready"], []
    else:
        token, hidden = token_text(ring, recipe)
        if "encrypt" in recipe:
            token = encrypted_token(ring, recipe, token)
    proof = proof_text(message["proof"], timestamp) if "proof" in message else ""
    header = (
        f'<a:Action xmlns:a="http://www.w3.org/2005/08/addressing" s:mustUnderstand="1">'
        f'{message["action"]}</a:Action>'
        f'<a:To xmlns:a="http://www.w3.org/2005/08/addressing" s:mustUnderstand="1">'
        f'{message["to"]}</a:To>'
        f'<o:Security xmlns:o="{WSSE}" s:mustUnderstand="1">{timestamp}{token}{proof}</o:Security>'
    )
    text = edited(question.decode(), [["</s:Header>", header + "</s:Header>"]])
    text = edited(text, recipe.get("edit_envelope", []))
    return text.replace("{token}", token).encode(), [*hidden, base64_text(PROOF_KEY), token]

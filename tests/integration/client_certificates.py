# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Certificates of clients for tests, good ones and those with one thing wrong."""
import datetime as dt
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

DAY = dt.timedelta(days=1)


class ClientCertificate:
    """Signed by the authority, or by itself where there is none."""

    def __init__(self, folder: Path, name, authority=None,
                 purpose=ExtendedKeyUsageOID.CLIENT_AUTH, begins=-DAY, ends=DAY):  # fmt: skip
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        issuer, issuer_key = subject, key
        if authority:
            issuer = x509.load_pem_x509_certificate(authority.certificate.read_bytes()).subject
            issuer_key = serialization.load_pem_private_key(authority.key.read_bytes(), None)
        now = dt.datetime.now(dt.timezone.utc)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + begins)
            .not_valid_after(now + ends)
            .add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
            .sign(issuer_key, hashes.SHA256())
        )
        self.file, self.key_file = folder / f"{name}.pem", folder / f"{name}.key"
        self.file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        self.key_file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        self.sha256 = certificate.fingerprint(hashes.SHA256()).hex()

    def for_curl(self):
        return ["--cert", self.file, "--key", self.key_file]

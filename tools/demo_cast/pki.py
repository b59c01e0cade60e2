# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""A throw-away certificate authority and everything that the demo signs with, made by openssl."""
import subprocess
from pathlib import Path

DAYS = "30"


def run(*arguments):
    done = subprocess.run(["openssl", *arguments], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"openssl {arguments[0]} failed: {done.stderr.strip()}")


class Authority:
    """Issues the TLS certificates of the demo."""

    def __init__(self, folder: Path):
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.certificate = folder / "ca.pem"
        self.key = folder / "ca.key"
        run(
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-sha256",
            "-days",
            DAYS,
            "-subj",
            "/CN=freebusy-gateway demo authority",
            "-addext",
            "basicConstraints=critical,CA:TRUE",
            "-addext",
            "keyUsage=critical,keyCertSign,cRLSign",
            "-keyout",
            str(self.key),
            "-out",
            str(self.certificate),
        )

    def issue(self, folder: Path, names):
        """A server certificate for the names, in folder/tls.pem with folder/tls.key."""
        folder.mkdir(parents=True, exist_ok=True)
        request, certificate, key = folder / "tls.csr", folder / "tls.pem", folder / "tls.key"
        extensions = folder / "tls.ext"
        alternatives = ",".join(["DNS:" + n for n in names] + ["IP:127.0.0.1"])
        extensions.write_text(
            f"subjectAltName={alternatives}\n"
            "basicConstraints=critical,CA:FALSE\n"
            "extendedKeyUsage=serverAuth\n"
        )
        run(
            "req",
            "-new",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-subj",
            f"/CN={names[0]}",
            "-keyout",
            str(key),
            "-out",
            str(request),
        )
        run(
            "x509",
            "-req",
            "-sha256",
            "-days",
            DAYS,
            "-in",
            str(request),
            "-CA",
            str(self.certificate),
            "-CAkey",
            str(self.key),
            "-CAcreateserial",
            "-extfile",
            str(extensions),
            "-out",
            str(certificate),
        )
        request.unlink()
        extensions.unlink()
        return certificate, key


def application_certificate(folder: Path, name):
    """What an application registers with its cloud: a self-signed certificate and its key."""
    self_signed(folder, "application", name)


def self_signed(folder: Path, file, name):
    """folder/<file>.pem with folder/<file>.key."""
    folder.mkdir(parents=True, exist_ok=True)
    run(
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-sha256",
        "-days",
        DAYS,
        "-subj",
        f"/CN={name}",
        "-keyout",
        str(folder / f"{file}.key"),
        "-out",
        str(folder / f"{file}.pem"),
    )


def signing_key(file: Path):
    """What an authority signs tokens with."""
    file.parent.mkdir(parents=True, exist_ok=True)
    run("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", str(file))

# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""A freebusyd whose files are in one folder: what its settings say, and how it starts."""
from stage_case import PROGRAMS

import processes
from world_files import table


def settings(name, port, ca_file, **net):
    """The tables that each of them needs. net: more of [net]."""
    return (
        "version = 1\n\n"
        + table("gateway", id=name, threads=1, federation_file="federation.toml")
        + table("listener", address="127.0.0.1", port=port, certificate_file="tls.pem",
                private_key_file="tls.key", public_url=f"https://localhost:{port}")
        + table("net", ca_file=str(ca_file), **net)
    )  # fmt: skip


def start(running, folder, port, ready=lambda: True):
    """running: processes.Processes. Returns when it takes connections and is ready."""
    daemon = running.start(
        "freebusyd", [PROGRAMS / "freebusyd", "--config", "freebusyd.toml"], folder
    )
    running.wait_for(daemon, lambda: processes.accepts(port) and ready(), "freebusyd", folder)
    return daemon

# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Where a test's programs write. Alone, a test removes its folder when it ends. In a run of all
tests FB_RUN_FOLDER names a folder where everything stays, beside the secrets that the tests used,
and tools/checks/find_secrets.py looks for them in all of it."""
import json
import os
import shutil
import tempfile
import uuid
from pathlib import Path

PLACE = "FB_RUN_FOLDER"


def new(prefix):
    return Path(tempfile.mkdtemp(prefix=prefix, dir=os.environ.get(PLACE)))


def leave(folder, secrets):
    """secrets: what the test used and no file of it holds: passwords, tokens, signatures. Those in
    files of their own, such as private keys, are found there."""
    if PLACE not in os.environ:
        shutil.rmtree(folder)
        return
    place = Path(os.environ[PLACE]) / "secrets"
    place.mkdir(exist_ok=True)
    (place / f"{uuid.uuid4()}.json").write_text(json.dumps(sorted(set(secrets))))

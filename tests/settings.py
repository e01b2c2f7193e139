"""The product's settings, over a home to throw away: pytest-django reads settings before any conftest."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_home = tempfile.mkdtemp(prefix="broadsheet-tests-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["BROADSHEET_HOME"] = _home

from broadsheet.project.settings import *  # noqa: E402, F403  # settings are what they are, in the home set above

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405  # as above
    # A file, not memory: other processes must see it. What a power cut would lose is not what these tests ask.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(_home) / "test.sqlite3")}  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"  # noqa: F405  # as above

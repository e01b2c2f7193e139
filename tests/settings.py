"""The product's settings, over a home to throw away: pytest-django reads settings before any conftest."""

import atexit
import os
import shutil
import tempfile

_home = tempfile.mkdtemp(prefix="broadsheet-tests-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["BROADSHEET_HOME"] = _home

from broadsheet.project.settings import *  # noqa: E402, F403  # settings are what they are, in the home set above

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

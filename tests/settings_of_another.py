"""The tests' settings, on the database that another test process has made."""

import os

from broadsheet.project.settings import *  # noqa: F403  # settings are what they are
from broadsheet.project.settings import DATABASES

DATABASES["default"]["NAME"] = os.environ["BROADSHEET_TEST_DATABASE"]

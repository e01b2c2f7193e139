"""The product's settings; tables are made as the models are now, which is quicker than all migrations one by one."""

from broadsheet.project.settings import *  # noqa: F403  # settings are what they are
from broadsheet.project.settings import INSTALLED_APPS

_WAGTAIL = ("core", "admin", "users", "snippets", "images", "docs", "embeds", "search")
MIGRATION_MODULES = dict.fromkeys(
    [*(name.rpartition(".")[2] for name in INSTALLED_APPS), *(f"wagtail{name}" for name in _WAGTAIL)]
)

"""Setting type: the templates, and the one way in which values get into them."""

from __future__ import annotations

from functools import cache
from typing import Any

import jinja2

from broadsheet.pages import addresses


@cache
def environment() -> jinja2.Environment:
    """The templates, compiled once. A name that nobody gave is an error, never a blank."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("broadsheet.pages"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals["addresses"] = addresses
    made.globals["path"] = addresses.path
    made.tests["web"] = is_web
    return made


def is_web(url: str) -> bool:
    """Whether a link that somebody else wrote goes to the web, and does not run as a script."""
    return url.startswith(("https://", "http://"))


def render(template: str, **values: Any) -> str:
    return environment().get_template(template).render(values)

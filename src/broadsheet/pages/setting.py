"""Setting type: the templates, and the one way in which values get into them."""

from __future__ import annotations

from functools import cache
from typing import Any

import jinja2
from markupsafe import Markup

from broadsheet.news.bidi import direction
from broadsheet.pages import addresses, links


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
    made.globals["direction"] = direction
    made.tests["web"] = links.is_web
    made.filters["tens"] = tens
    return made


def tens(hundredths: int) -> int:
    """A focal point's place to the nearest ten: classes name it, for inline styles are forbidden."""
    return min(100, max(0, (hundredths + 5) // 10 * 10))


def render(template: str, **values: Any) -> Markup:
    said = environment().get_template(template).render(values)
    return Markup(said)  # noqa: S704 -- the one place where it comes from a template, which escapes

"""Synthetic archives."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

import click

from broadsheet.project import ground
from broadsheet.project.commands.answer import answer, as_json, counted, progress


@click.command()
@click.option("--stories", type=click.IntRange(min=1, max=2_000_000), required=True, help="How many.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same stories.")
@as_json
def fill(*, stories: int, seed: int, is_json: bool) -> None:
    """Fill the home with a synthetic archive: at the desk, in the record, and pressed.

    Ten years of stories in English and Arabic, of the demo's words in their own frequency. Into the paper that is
    there, or into one of its own; an empty home is best. Not while the paper is served.
    """
    ground.set_up()
    from broadsheet.project import fill as filling
    from broadsheet.project import founding

    founding.migrate()
    with ExitStack() as bars:

        def bar(label: str) -> Callable[[int], Callable[[int], None]]:
            return lambda length: bars.enter_context(progress(label, length))

        done = filling.fill(
            stories=stories, seed=seed, moved=bar("Writing stories")(stories), pressed=bar("Pressing pages")
        )
    document = {
        "stories": done.stories,
        "pages": done.pages,
        "seconds": round(done.seconds, 1),
        "writing_seconds": round(done.writing_s, 1),
        "pressing_seconds": round(done.pressing_s, 1),
        "seed": seed,
    }
    made = f"{counted(done.stories, 'story', 'stories')}, {counted(done.pages, 'page', 'pages')}"
    line = f"{made}: {done.seconds:.0f} s ({done.writing_s:.0f} s writing, {done.pressing_s:.0f} s pressing)"
    answer(document, [line], is_json=is_json)

"""The command line: which verbs there are, where each lives, and how it ends.

Names, keys and exit codes are promises (docs/reference/promises.md): 0 done, 1 the check found something, 2 wrong usage
or unreadable input. A fault of ours ends with 70 and says where.
"""

from __future__ import annotations

import importlib
import os
import sys
import traceback
from collections.abc import Sequence

import click

from broadsheet import __version__

DONE, FOUND_SOMETHING, WRONG_USAGE, OUR_FAULT, INTERRUPTED = 0, 1, 2, 70, 130

VERBS = {
    "demo": ("paper", "Make the demo paper, once, and serve it."),
    "new": ("paper", "Begin a paper of one's own."),
    "serve": ("paper", "Serve a paper: readers' pages and the desk."),
    "tick": ("paper", "Do what is due, once: embargoes, schedules, open tickets."),
    "createuser": ("paper", "Make an account for the desk."),
    "upgrade": ("paper", "Bring a paper to this version: database and pages."),
    "backup": ("archives", "Put data, pictures and settings into one file, while serving."),
    "restore": ("archives", "Bring a backup back, into an empty home."),
    "addresses": ("press", "List what is in the store."),
    "story": ("story", "File, publish and withdraw stories."),
    "press": ("press", "Verify the pages, press them anew, tell how they stand."),
    "reconcile": ("reconcile", "Compare the desk with the record."),
    "archive": ("rescue", "Rescue pages of old sites."),
    "bench": ("bench", "Measure, and say on what machine."),
    "fill": ("fill", "Fill a home with a synthetic archive."),
}


class Verbs(click.Group):
    """Reads a verb's module when the verb is called; Django is read later still, when the verb acts."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in VERBS:
            return None
        module = importlib.import_module(f"broadsheet.project.commands.{VERBS[cmd_name][0]}")
        found = getattr(module, cmd_name)
        assert isinstance(found, click.Command), f"{cmd_name} is no command"
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Verbs"):
            formatter.write_dl([(name, line) for name, (_, line) in VERBS.items()])


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="broadsheet")
def broadsheet() -> None:
    """A newspaper from the desk to the reader: what is published is a record, and every public page is pressed from it.

    BROADSHEET_HOME names the folder that holds a paper (default: ./var), DATABASE_URL another database than the file in
    it, PORT the port to serve on. With --json a verb prints one JSON document on standard output and nothing else.
    Exit codes: 0 done, 1 the check found something, 2 wrong usage or unreadable input.
    """


def main(words: Sequence[str] | None = None) -> None:
    """What the command `broadsheet` runs."""
    sys.exit(run(sys.argv[1:] if words is None else words))


def run(words: Sequence[str]) -> int:
    """Run a verb, say what went wrong on standard error, and give the exit code."""
    try:
        code = broadsheet.main(args=list(words), prog_name="broadsheet", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.ClickException as error:
        error.show()
        return WRONG_USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted.", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read us has had enough; Python must not try to flush once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:  # noqa: BLE001 -- the last place that can say what happened, in words or with its trace
        return _explained(error)
    return code if isinstance(code, int) else DONE


def _explained(error: Exception) -> int:
    """A refusal and a database of another version are no fault of ours; all else is, and shows where."""
    if all(hasattr(error, part) for part in ("path", "found", "expected")):
        click.echo(f"Error: {error}", err=True)
        return WRONG_USAGE
    errors = sys.modules.get("django.db.utils")
    if errors is not None and isinstance(error, errors.OperationalError | errors.ProgrammingError):
        traceback.print_exception(error, limit=-3)
        click.echo("The database did not answer as this version expects; `broadsheet upgrade` may do.", err=True)
        return OUR_FAULT
    traceback.print_exception(error)
    return OUR_FAULT

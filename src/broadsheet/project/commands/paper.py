"""Papers as a whole: the demo, a new one, serving, what is due, accounts, and the step to a new version."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from broadsheet.project import demo_mark, ground
from broadsheet.project.commands.answer import answer, as_json, counted, ended, tell
from broadsheet.project.home import home

if TYPE_CHECKING:
    from broadsheet.project.accounts import Role  # its module wants Django

DEFAULT_PORT = 8000


def port() -> int:
    """The port to serve on: `PORT`, or 8000."""
    given = os.environ.get("PORT", "")
    if not given:
        return DEFAULT_PORT
    if not given.isascii() or not given.isdigit() or not 0 < int(given) < 65536:
        raise click.UsageError(f"PORT is {given!r}; a number from 1 to 65535 would do")
    return int(given)


@click.command()
def demo() -> None:
    """Make the demo paper, once, and serve it until Ctrl-C.

    The home must be empty or hold the demo already. Prints the addresses and log-ins and, when it serves, the line
    `ready http://127.0.0.1:PORT/`. A second run starts in seconds.
    """
    at = port()
    _refuse_a_paper_of_ones_own()
    demo_mark.claim(home())
    ground.set_up()
    from broadsheet.project import demo as paper

    mark = paper.load(home(), port=at, say=click.echo)
    for one in paper.house().papers:
        for edition in one.editions:
            click.echo(f"{edition.name:<24} http://{one.host}:{at}/{edition.prefix}/")
    click.echo(f"{'Desk':<24} http://127.0.0.1:{at}/desk/")
    click.echo(f"{'A walk of ten minutes':<24} http://127.0.0.1:{at}/demo/")
    for login in mark.logins:
        click.echo(f"{'Log-in, ' + login.role:<24} {login.username}  {login.password}")
    click.echo("Ctrl-C ends it.")
    _serve(at, export=None)


def _refuse_a_paper_of_ones_own() -> None:
    if os.environ.get("DATABASE_URL") and not ground.is_demo():
        ground.set_up()
        if ground.holds_papers():
            raise click.UsageError(
                "DATABASE_URL names a database that is not empty; the demo would do in an empty one, or without"
            )
    elif (home() / ground.DATABASE_FILE).exists() and not ground.is_demo():
        raise click.UsageError(
            f"{home()} holds a paper; the demo wants a home of its own: BROADSHEET_HOME=./demo broadsheet demo"
        )


@click.command()
@click.argument("name")
@click.option("--origin", default="", help="Scheme and host that readers use; default http://127.0.0.1:PORT.")
@click.option("--language", default="en", show_default=True, help="Of the first edition, as a BCP 47 tag.")
@click.option("--prefix", default="", help="First part of the edition's addresses; default: the language.")
@click.option("--key", default="", help="Key of the paper, for ever; default: made of the name.")
@click.option("--zone", default="UTC", show_default=True, help="Time zone, as in Asia/Beirut.")
@as_json
def new(*, name: str, origin: str, language: str, prefix: str, key: str, zone: str, is_json: bool) -> None:
    """Begin a paper called NAME, with one edition and the usual sections.

    A home may hold several papers, each on a host of its own: call it again for the next.
    """
    from broadsheet.news.slug import slug

    made = key or slug(name)
    if not made.isascii() or not made:
        raise click.UsageError(f"the name {name!r} gives no key in Latin letters; --key the-name would do")
    ground.set_up()
    from broadsheet.project import founding

    founding.migrate()
    address = origin or f"http://127.0.0.1:{port()}"
    edition = founding.begin(
        name=name,
        key=made,
        origin=address,
        language=language,
        prefix=prefix or language.partition("-")[0].lower(),
        zone=zone,
    )
    document = {
        "paper": made,
        "edition": edition,
        "url": f"{address}/{edition.partition('.')[2]}/",
        "home": str(home()),
    }
    lines = [
        f"{name}: {document['url']}",
        "Next: `broadsheet createuser NAME --role administrator`, then `broadsheet serve`.",
    ]
    answer(document, lines, is_json=is_json)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option(
    "--export",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Keep a copy of all pages as files in this folder too, for another web server.",
)
def serve(*, host: str, export: Path | None) -> None:
    """Serve the paper until Ctrl-C: readers' pages, the desk, and what falls due.

    Prints `ready http://HOST:PORT/` when it serves. PORT names the port.
    """
    at = port()
    ground.paper()
    ground.refuse_older_tables()
    _serve(at, host=host, export=export)


def _serve(at: int, *, host: str = "127.0.0.1", export: Path | None) -> None:
    from broadsheet.project.serve import CannotServe
    from broadsheet.project.serve import serve as run

    try:
        run(port=at, host=host, export=export, say=click.echo)
    except CannotServe as error:
        raise click.UsageError(str(error)) from error


@click.command()
@as_json
def tick(*, is_json: bool) -> None:
    """Do what is due, once: embargoes, schedules, rights, tickets left open. The server does it by itself."""
    ground.paper()
    from broadsheet.project import tick as ticking
    from broadsheet.project.clock import now

    at = now()
    pressed = [path for report in ticking.tick(at) for path in report.paths]
    line = f"{at.isoformat()}: {counted(len(pressed), 'page', 'pages')} pressed"
    answer({"at": at.isoformat(), "pressed": pressed}, [line, *pressed], is_json=is_json)


@click.command()
@click.argument("username")
@click.option("--role", type=click.Choice(["reporter", "editor", "administrator"]), default="editor", show_default=True)
@click.option("--email", default="", help="For messages of the desk.")
@click.option("--name", default="", help="The person's own name.")
@click.option(
    "--password-from", type=click.File("r"), default=None, help="File that holds the password; - reads it in."
)
@as_json
def createuser(
    *, username: str, role: Role, email: str, name: str, password_from: TextIO | None, is_json: bool
) -> None:
    """Make an account USERNAME for the desk. Asks for the password, unless it stands in a file."""
    ground.paper()
    from broadsheet.project import accounts

    if password_from is not None:
        password = password_from.read().rstrip("\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    accounts.create(username, password=password, role=role, email=email, name=name)
    answer({"username": username, "role": role}, [f"{username} may log in at /desk/ as {role}."], is_json=is_json)


@click.command()
@as_json
def upgrade(*, is_json: bool) -> None:
    """Bring a paper to this version: tables, rights, and every page pressed anew. Back up first; stop the server."""
    ground.paper()
    from broadsheet.project import founding
    from broadsheet.project.commands.answer import progress
    from broadsheet.record import pressroom, proof

    tell("Preparing the database …")
    founding.migrate()
    with progress("Pressing pages", len(pressroom.known_addresses())) as seen:
        made = proof.press_everything(seen)
    line = f"{counted(made.pages, 'page', 'pages')} in {made.seconds:.1f} s"
    answer({"pages": made.pages, "seconds": round(made.seconds, 3)}, [line], is_json=is_json)
    ended(0)

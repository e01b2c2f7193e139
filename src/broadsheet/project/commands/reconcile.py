"""Desk and record, compared."""

from __future__ import annotations

import click

from broadsheet.project import ground
from broadsheet.project.commands.answer import answer, as_json, counted, ended


@click.command()
@click.option("--repair", "is_to_repair", is_flag=True, help="Bring the record to what the desk says, and press.")
@as_json
def reconcile(*, is_to_repair: bool, is_json: bool) -> None:
    """Compare what the desk says is public with the record; exit 1 if they differ, or differed before the repair."""
    ground.paper()
    from broadsheet.desk import reconcile as comparing
    from broadsheet.project.clock import now
    from broadsheet.record import pressroom

    found = comparing.reconcile(at=now(), is_to_repair=is_to_repair)
    if is_to_repair:
        pressroom.run_all()
    differences = [
        {"story": one.story, "slug": one.slug, "what": one.what, "fields": list(one.fields)}
        for one in found.differences
    ]
    document = {
        "desk": found.desk_count,
        "record": found.record_count,
        "differences": differences,
        "repaired": is_to_repair and bool(differences),
    }
    told = counted(len(differences), "difference", "differences")
    lines = [
        f"desk {found.desk_count:,}, record {found.record_count:,}: {told}",
        *(f"{one.slug}: {one.what} {', '.join(one.fields)}".rstrip() for one in found.differences),
    ]
    answer(document, lines, is_json=is_json)
    ended(1 if differences else 0)

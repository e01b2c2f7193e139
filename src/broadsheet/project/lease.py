"""A lease: of several servers of one paper, one does a thing until it ends or falls silent."""

from __future__ import annotations

import os
import secrets
import socket
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from broadsheet.project.models import Lease

LEASE_S = 15
RENEW_S = 8
"""A lease is renewed when less than this is left: it costs a write, and every write wakes the readers' door."""


def make_holder() -> str:
    """A name for one process: its machine and number tell others there when it has died."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(6)}"


def take(name: str, holder: str, *, at: datetime) -> bool:
    """Take or keep a lease; False where another has it."""
    found = Lease.objects.filter(name=name).first()
    until = at + timedelta(seconds=LEASE_S)
    if found is None:
        try:
            with transaction.atomic():
                Lease.objects.create(name=name, holder=holder, until=until)
        except IntegrityError:
            return False  # another was quicker
        return True
    if found.holder == holder and found.until - at > timedelta(seconds=RENEW_S):
        return True
    if found.holder != holder and found.until > at and not _has_died(found.holder):
        return False
    same = Lease.objects.filter(name=name, holder=found.holder, until=found.until)
    return same.update(holder=holder, until=until) == 1


def give_back(name: str, holder: str) -> None:
    """Let the next take it at once."""
    Lease.objects.filter(name=name, holder=holder).delete()


def _has_died(holder: str) -> bool:
    """Tell whether a holder was a process of this machine that is no more; of other machines nothing is known."""
    host, _, rest = holder.rpartition(":")[0].rpartition(":")
    if host != socket.gethostname()[:60] or not rest.isdigit():
        return False
    if int(rest) == os.getpid():
        return True  # our own number, and not our holder: the process before us in this container
    try:
        os.kill(int(rest), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False  # there is such a process, and it is somebody else's
    return False

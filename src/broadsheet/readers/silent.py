"""Connections on which nobody ever says a word.

Granian bounds the connections that are open at one time, and closes one whose request is slow to come, but only from
its first byte on: some thousand silent ones would keep everybody else out for ever. So they are hung up on here. Linux
alone tells how long a connection has been silent; elsewhere nothing is done.
"""

from __future__ import annotations

import os
import socket
import struct
from pathlib import Path

_DESCRIPTORS = Path("/proc/self/fd")
_LAST_RECEIVED_MS = struct.Struct("=I")
_RECEIVED_BYTES = struct.Struct("=Q")
_LAST_RECEIVED_AT, _RECEIVED_AT, _INFO_BYTES = 52, 128, 136
"""Where the two stand in the kernel's `struct tcp_info`, whose order is for ever."""


def hang_up(port: int, *, after_s: float) -> int:
    """Close what has been connected to our port for so long without a byte; gives how many.

    A descriptor is never doubled and never closed here: closing one of a file would end the locks that SQLite holds on
    it. One that meanwhile belongs to somebody else is at worst no socket.
    """
    if not _DESCRIPTORS.is_dir() or not hasattr(socket, "TCP_INFO"):
        return 0
    count = 0
    for name in os.listdir(_DESCRIPTORS):  # noqa: PTH208 -- names alone
        try:
            is_socket = os.readlink(f"{_DESCRIPTORS}/{name}").startswith("socket:")  # noqa: PTH115 -- not a path
        except OSError:
            continue
        count += is_socket and _hang_up(int(name), port, after_s)
    return count


def _hang_up(descriptor: int, port: int, after_s: float) -> bool:
    try:
        link = socket.socket(fileno=descriptor)
    except OSError:
        return False
    try:
        if link.family not in {socket.AF_INET, socket.AF_INET6} or link.getsockname()[1] != port:
            return False
        link.getpeername()  # the listening socket has none
        info = link.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _INFO_BYTES)
        if len(info) < _INFO_BYTES or _RECEIVED_BYTES.unpack_from(info, _RECEIVED_AT)[0]:
            return False
        if _LAST_RECEIVED_MS.unpack_from(info, _LAST_RECEIVED_AT)[0] < after_s * 1000:
            return False
        link.shutdown(socket.SHUT_RDWR)
    except OSError:
        return False
    finally:
        link.detach()
    return True

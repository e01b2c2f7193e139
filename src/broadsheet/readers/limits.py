"""Bounds of the readers' door (law L9)."""

HEAD_BYTES = 32 * 1024
"""Request line and headers together; the server answers 431 beyond it."""

HEAD_S = 15
"""How long a connection may take to send them, and how long it may wait for its next request."""

SILENT_STEP_S = 5.0
"""How often it is looked for connections that have never said a word."""

CONNECTIONS_COUNT = 4_096
"""Connections open at one time; the next one waits for one of them to end."""

DESCRIPTORS_COUNT = 8_192
"""What the system is asked for, as far as it lets us."""

PATH_CHARS = 2_000
"""A path, percent-decoded; 414 beyond it. Our longest are below 400."""

QUERY_CHARS = 4_000

HEADER_CHARS = 2_000
"""How much of a header that names preferences or tags is read; what stands behind is not heard."""

PREFERENCES_COUNT = 40
"""Codings, languages or tags of one header that are read."""

REMEMBERED_COUNT = 512
"""Different values of one header, or host names, whose meaning is remembered."""

REMEMBERED_CHARS = 200

RACK_BYTES = 32 * 1024 * 1024
"""Sheets in memory, all codings counted."""

SHEET_BYTES = 1_500
"""What a sheet takes besides its bodies: headers, keys, objects (measured: about 1.2 kB)."""

ALOOF_BYTES = 64 * 1024
"""A page larger than this is decompressed and compressed in a thread: others need not wait for it."""

DATABASE_S = 3.0
"""How long a reader waits for the database before the answer is 503."""

BATCH_COUNT = 200
"""Look-ups in one query on PostgreSQL."""

THREADS_COUNT = 6
"""Requests to Django at work at one time."""

WAITING_COUNT = 60
"""Requests to Django at work or waiting for a thread; 503 beyond it."""

ARRIVING_COUNT = 400
"""Requests to Django whose body is still to come; 503 beyond it."""

BODY_BYTES = 40 * 1024 * 1024
"""A request body: the largest picture that a desk may upload, with some room."""

BODY_IN_MEMORY_BYTES = 64 * 1024
"""A larger body lies in a temporary file."""

BODY_S = 120
"""How long a body may take to arrive."""

PIECE_S = 60
"""How long a client may take over one piece of a streamed reply."""

EXPORT_STEP_S = 0.5
"""How often the export looks whether the store has changed."""

EXPORT_STOP_S = 0.5

EXPORT_COUNT = 500
"""Pages of one batch of an export."""

EXPORT_FEW_COUNT = 20
"""A batch of no more than this settles its files one by one."""

NAME_BYTES = 240
"""A file's name, with room for the endings of its compressed copies."""

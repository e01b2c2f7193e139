"""Bounds of the press (law L9)."""

PAGES_IN_A_CLICK = 400
"""A run of more pages than this is a wide run: the click waits for this many, newest first, and the rest follow."""

PAGES_IN_A_BATCH = 200
"""Pages pressed in one transaction of a wide run: long enough to be quick, short enough to let a publish in between."""

FAILURES_OF_A_PAGE = 5
"""How often a page that fails is tried again by the tick before it waits for the next change or for an editor."""

TICKETS_IN_A_RUN = 200
"""Tickets that one run takes: more than pile up in any publish, and a run that has been kept away is not endless."""

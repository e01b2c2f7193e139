"""What servers of one paper must agree on."""

from __future__ import annotations

from django.db import models


class Lease(models.Model):
    """Who may do a thing that one process does for all, and until when, unless it is renewed."""

    name = models.CharField(max_length=40, primary_key=True)
    holder = models.CharField(max_length=120)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name}: {self.holder}"

"""The rescue of old sites."""

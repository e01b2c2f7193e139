"""Benches: figures, not tests. Ratios are taken in one run on one machine."""

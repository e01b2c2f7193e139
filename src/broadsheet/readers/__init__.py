"""The readers' door: pages out."""

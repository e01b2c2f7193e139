"""Keys, copy, reads, pages, runs; knows no news."""

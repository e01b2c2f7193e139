"""What a story is, and the newsroom's rules, as values."""

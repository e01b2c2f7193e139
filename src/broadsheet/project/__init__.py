"""Settings, addresses, clock and commands: what wires the rooms together."""

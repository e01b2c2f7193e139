"""Page kinds: pure functions from copy to bytes."""

"""Other people's bytes to our values and back: any bytes give values or `Unreadable`, within bounds."""

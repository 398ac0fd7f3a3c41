"""A web server that does what servers must not do, and the ways in which it does it."""

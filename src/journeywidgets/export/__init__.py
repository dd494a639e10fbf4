"""A journey as something to read: no kernel, no network."""

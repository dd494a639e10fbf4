"""Readers: files and frames to plain rows, each with a report of what was read, dropped and unsure."""

"""Journeys as documents that need no kernel, no script and no network."""

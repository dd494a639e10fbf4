"""Privacy: who is behind a pseudonym, who may see what, and how names leave a text."""

"""The forms of a view that every host can show: a table in HTML, and plain text."""

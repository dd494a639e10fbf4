"""Views over a journey, and the one place that speaks to the browser."""

"""The journey as plain data. Knows neither pandas nor widgets."""

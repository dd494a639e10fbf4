"""The map as a drawing: laid out once, written as SVG, and from there as PNG, PDF and slides."""

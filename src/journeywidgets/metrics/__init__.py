"""Raw events and survey answers -> tidy results, each number with its method, n and interval."""

# A line for each public name: `from journeywidgets.metrics.funnel import funnel`. Not lazy, for a function
# and its module share a name, and whichever is bound last is what `metrics.funnel` means.

__all__: list[str] = []

"""Ways to count one funnel, each run in a process of its own: `measure` runs them, `runner` is that process.

A candidate is a module with ``answer(files, window)``: how many riders reach each of `STEPS`, from
Parquet files. It may not import its neighbours, for one of them runs in an environment of its own.
"""

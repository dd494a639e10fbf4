"""Reading a source in real JupyterLab: a long one beside a short one, and its frames while it scrolls."""

from __future__ import annotations

import statistics
from time import perf_counter
from typing import Any

from playwright.sync_api import Page
from tests.browser.lab import Notebook

from benchmarks.browser_edit import notebook
from benchmarks.report import figure

WORDS = {"short": 100, "long": 100_000}
SHOWS = 7
OPENS = 15
SCROLLS = 5
FRAMES = 120
STEP = 80
_STUDY = """from tests.browser.studies import long_talk
from journeywidgets import NotesCoder
def both():
    s = long_talk({long})
    short = long_talk({short})
    text = short.sources.loc["talk", "text"]
    for name in ("short", "other"):
        s.add("sources", id=name, title=name, text=text)
        for row in short.segments.itertuples():
            s.add("segments", source=name, start=row.start, end=row.end, participant=row.participant)
    s.set("sources", "talk", title="long")
    s.key.add("Quillon Vexworth", "p1")
    return s
""".format(**WORDS)
_ROOT = """const root = [...document.querySelectorAll('.jp-OutputArea [data-lm-suppress-shortcuts]')]
  .at(-1)?.shadowRoot;"""
# Painted: the frame after the one in which the words were drawn has begun.
_SEEN = f"""(title) => {{ {_ROOT}
  const feed = root?.querySelector('.feed');
  return feed?.ariaLabel === title && feed.querySelector('.words') !== null; }}"""
_OPEN = f"""(title) => new Promise((done) => {{ {_ROOT}
  const button = [...root.querySelectorAll('.sources button')].find((one) => one.innerText.startsWith(title));
  const start = performance.now();
  button.click();
  const look = () => {{
    const feed = root.querySelector('.feed');
    if (feed?.ariaLabel !== title || !feed.querySelector('.words')) requestAnimationFrame(look);
    else requestAnimationFrame(() => done(performance.now() - start));
  }};
  look();
}})"""
_SCROLL = f"""([frames, step]) => new Promise((done) => {{ {_ROOT}
  const text = root.querySelector('.text');
  const gaps = [];
  let last = performance.now();
  const turn = () => {{
    const now = performance.now();
    gaps.push(now - last);
    last = now;
    if (gaps.length > frames) done(gaps.slice(1));
    else {{ text.scrollBy({{ top: step, behavior: 'instant' }}); requestAnimationFrame(turn); }}
  }};
  requestAnimationFrame(turn);
}})"""


def shows(shown: Notebook) -> dict[str, list[float]]:
    """Return the seconds from the start of a cell to the first words, each in a study not seen before."""
    times: dict[str, list[float]] = {name: [] for name in WORDS}
    for _ in range(SHOWS):
        for name in WORDS:
            shown.kernel.run("s = both()")
            source = "talk" if name == "long" else name
            shown.set_cells(f"coder = NotesCoder(s, source={source!r}, height=700)\ncoder")
            start = perf_counter()
            shown.start(0)
            shown.page.wait_for_function(_SEEN, arg=name, polling="raf", timeout=60_000)
            times[name].append(perf_counter() - start)
            shown.wait(0)
    return times


def opens(page: Page) -> dict[str, list[float]]:
    """Return the milliseconds from a click on a source in the list to its first words."""
    times: dict[str, list[float]] = {name: [] for name in WORDS}
    for _ in range(OPENS):
        for name, found in times.items():
            page.evaluate(_OPEN, "other")
            page.wait_for_timeout(150)
            found.append(page.evaluate(_OPEN, name))
            page.wait_for_timeout(150)
    return times


def scrolls(page: Page) -> dict[str, list[float]]:
    """Return the worst and the median frame of each scroll, in milliseconds."""
    times: dict[str, list[float]] = {"worst": [], "median": []}
    page.evaluate(_OPEN, "long")
    page.wait_for_timeout(1_000)
    for _ in range(SCROLLS):
        gaps: Any = page.evaluate(_SCROLL, [FRAMES, STEP])
        times["worst"].append(max(gaps))
        times["median"].append(statistics.median(gaps))
    return times


def main() -> None:
    """Measure and report."""
    with notebook() as shown:
        shown.kernel.run(_STUDY)
        first = shows(shown)
        shown.page.wait_for_timeout(2_000)
        opened = opens(shown.page)
        frames = scrolls(shown.page)
    for what, times in (("shown by a cell", first), ("opened in the list", opened)):
        long, short = (statistics.median(times[name]) for name in ("long", "short"))
        figure(f"first paint of a source {what}, 100 000 words / 100", long / short, 2)
    figure("worst frame while a source of 100 000 words scrolls", statistics.median(frames["worst"]), 100, "ms")
    figure("median frame while it scrolls", statistics.median(frames["median"]), 20, "ms")

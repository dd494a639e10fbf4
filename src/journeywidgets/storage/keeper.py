"""A thread that works while there is something to do, and ends when there is not."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Keeper:
    """Calls a step again and again, in the background.

    Parameters
    ----------
    step
        Does what is due, and returns the seconds until it wants to be called again, or None when
        there is nothing left to do.
    """

    def __init__(self, step: Callable[[], float | None], name: str) -> None:
        self._step, self._name = step, name
        self._wake = threading.Condition()
        self._thread: threading.Thread | None = None
        self._stirred = self._stopped = False

    @property
    def running(self) -> bool:
        """Whether the thread is there: it will take one more step before it ends."""
        return self._thread is not None

    @property
    def current(self) -> bool:
        """Whether the caller is a step."""
        return self._thread is threading.current_thread()

    def stir(self) -> None:
        """See to it that a step is taken soon."""
        with self._wake:
            self._stirred = True
            if self._stopped:
                return
            if self._thread is not None:
                self._wake.notify()
                return
            thread = threading.Thread(target=self._run, name=self._name, daemon=True)
            try:
                thread.start()
            except RuntimeError:  # a Python without threads, or one about to end: save() and close() do the work
                return
            self._thread = thread

    def stop(self) -> None:
        """End the thread, after the step that it is at."""
        with self._wake:
            self._stopped = True
            self._wake.notify()
            thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    def _run(self) -> None:
        try:
            while self._go_on():
                pass
        finally:
            with self._wake:
                if self._thread is threading.current_thread():
                    self._thread = None

    def _go_on(self) -> bool:
        """Take a step and the pause after it; return whether there is another."""
        with self._wake:
            if self._stopped:
                return False
            self._stirred = False
        pause = self._step()
        with self._wake:
            if pause and not self._stirred and not self._stopped:
                self._wake.wait(pause)
            if pause is None and not self._stirred:
                # Under the same lock as the last look, so that whoever stirs now starts a new thread.
                self._thread = None
                return False
        return True

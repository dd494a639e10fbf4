"""What a page does that no test asked for: errors, dialogs, and requests to other machines."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Page, Request, WebSocket

# Part of a message: why it is no fault of ours. Anything else on the console fails the test.
ALLOWED: dict[str, str] = {
    "Canceled future for": "JupyterLab had asked a kernel that is now gone",
}

_LOCAL = {"127.0.0.1"}
_INSIDE = {"data", "blob", "about"}


@dataclass
class Watch:
    """Collects what happens in every page of a browser context."""

    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    requests: int = 0
    expected: list[str] = field(default_factory=list)

    def follow(self, context: BrowserContext, *, requests: bool = True) -> None:
        """Watch every page that the context has or gets; `requests` too, unless the test counts them itself."""
        if requests:
            context.on("request", self._on_request)
        context.on("page", self._on_page)
        for page in context.pages:
            self._on_page(page)

    def expect_error(self, part: str) -> None:
        """Let an error pass that this test brings about on purpose."""
        self.expected.append(part)

    def complaints(self) -> list[str]:
        """Return what must not be, and forget it."""
        allowed = (*ALLOWED, *self.expected)
        errors = [error for error in self.errors if not any(part in error for part in allowed)]
        found = [*errors, *(f"dialog: {text}" for text in self.dialogs), *(f"request: {u}" for u in self.elsewhere)]
        self.errors, self.dialogs, self.elsewhere, self.expected = [], [], [], []
        return found

    def _on_page(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.errors.append(f"page error: {error.message}\n{error.stack or ''}"))
        page.on("console", self._on_console)
        page.on("dialog", self._on_dialog)
        page.on("websocket", self._on_socket)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _on_dialog(self, dialog: Dialog) -> None:
        if dialog.type == "beforeunload":
            dialog.accept()
            return
        self.dialogs.append(f"{dialog.type}: {dialog.message}")
        dialog.dismiss()

    def _on_request(self, request: Request) -> None:
        self.requests += 1
        self._judge(request.url)

    def _on_socket(self, socket: WebSocket) -> None:
        self._judge(socket.url)

    def _judge(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in _INSIDE and parts.hostname not in _LOCAL:
            self.elsewhere.append(url)

"""A headless Chromium, driven over its debugging pipe (the DevTools protocol): no driver to install."""

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

PROGRAM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ABSENT = "there is no Chromium on this machine (apt-get install chromium)"
_OPTIONS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --hide-scrollbars --remote-debugging-pipe"
).split()
_TROUBLE = {"Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled"}


class Page:
    """A tab."""

    def __init__(self, to_browser: int, from_browser: int) -> None:
        self._to, self._from = to_browser, from_browser
        self._number, self._rest, self._is_loaded = 0, b"", False
        self._session: str | None = None
        self.trouble: list[str] = []
        """What the console said: errors, warnings, exceptions, blocked loads."""
        self.dialogs: list[str] = []
        """What alerts said."""
        self.requests: set[str] = set()
        """Every address that was asked for."""
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """A command of the protocol, and its answer."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                result: dict[str, Any] = answer["result"]
                return result

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            more = os.read(self._from, 1 << 20)
            assert more, "the browser is gone"
            self._rest += more
        line, _, self._rest = self._rest.partition(b"\0")
        answer: dict[str, Any] = json.loads(line)
        self._note(answer.get("method"), answer.get("params", {}))
        return answer

    def _note(self, method: str | None, parameters: dict[str, Any]) -> None:
        if method in _TROUBLE:
            self.trouble.append(json.dumps(parameters))
        elif method == "Page.javascriptDialogOpening":
            self.dialogs.append(parameters["message"])
        elif method == "Network.requestWillBeSent":
            self.requests.add(parameters["request"]["url"])
        elif method == "Page.loadEventFired":
            self._is_loaded = True

    def look(self, width: int = 1280, *, dark: bool = False, media: str = "") -> None:
        """How wide the window is, and what its user prefers."""
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.send("Emulation.setEmulatedMedia", media=media, features=[scheme])

    def open(self, path: Path) -> None:
        """Shows a file, and waits until it is there."""
        self._is_loaded = False
        self.send("Page.navigate", url=path.as_uri())
        while not self._is_loaded:
            self._read()

    def run(self, script: str) -> Any:
        """The value of an expression, awaited."""
        answer = self.send("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def press(self, key: str, code: int, text: str = "") -> None:
        """A key, down and up."""
        for kind in ("keyDown", "keyUp"):
            typed = {"text": text} if text and kind == "keyDown" else {}
            self.send("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code, **typed)

    def type(self, text: str) -> None:
        """Words, where the focus is."""
        self.send("Input.insertText", text=text)

    def picture(self, file: Path, size: tuple[int, int] | None = None) -> None:
        """The whole page, as far as it scrolls, or its upper part of a width and height."""
        clip = (
            {"clip": dict(zip(("x", "y", "width", "height", "scale"), (0, 0, *size, 1), strict=True))} if size else {}
        )
        shot = self.send("Page.captureScreenshot", captureBeyondViewport=True, format="png", **clip)
        file.write_bytes(base64.b64decode(shot["data"]))


@contextmanager
def browser() -> Iterator[Page]:
    """A tab in a browser with an empty profile."""
    assert PROGRAM, ABSENT
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        commands, to_browser = os.pipe()
        from_browser, answers = os.pipe()

        def take_places() -> None:
            # The browser reads commands from descriptor 3 and answers on 4.
            high = [os.dup(descriptor) for descriptor in (commands, answers)]
            for place, descriptor in zip((3, 4), high, strict=True):
                os.dup2(descriptor, place)

        process = subprocess.Popen(
            [PROGRAM, *_OPTIONS, f"--user-data-dir={profile}"],
            preexec_fn=take_places,
            close_fds=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(commands)
        os.close(answers)
        try:
            yield Page(to_browser, from_browser)
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()
            process.wait()
            os.close(to_browser)
            os.close(from_browser)

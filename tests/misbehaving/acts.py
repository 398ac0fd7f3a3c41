"""Ways to answer wrongly, from the wire up. Each gives what the server does about a request."""

from itertools import count

from crawl_helpers import Answer

from misbehaving.server import Act, Talk

HTML = {"Content-Type": "text/html"}


def head(status: int = 200, **headers: object) -> bytes:
    """Status line and headers, `Content_Length=3` for `Content-Length: 3`."""
    lines = [f"HTTP/1.1 {status} Whatever", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    return "".join(f"{line}\r\n" for line in [*lines, ""]).encode("latin-1")


def well(answer: Answer) -> Act:
    """As servers should."""
    headers = {"Content-Length": len(answer.body)} | answer.headers
    return raw(head(answer.status, **headers) + answer.body)


def raw(data: bytes, *, close: bool = False) -> Act:
    """Exactly these bytes; then the connection is kept, or closed."""

    def act(talk: Talk) -> None:
        talk.send(data)
        if close:
            talk.close()

    return act


def first(bad: Act, then: Act, times: int = 1) -> Act:
    """Badly so many times, then otherwise."""
    return lambda talk: bad(talk) if talk.visit.number <= times else then(talk)


def resets(data: bytes = b"") -> Act:
    """Sends a part, then hangs up rudely."""

    def act(talk: Talk) -> None:
        talk.send(data)
        talk.wait(0.05)  # a reset overtakes what is still on its way
        talk.reset()

    return act


def half_closes(data: bytes = b"") -> Act:
    """Sends a part and says that nothing more will come, but does not hang up."""

    def act(talk: Talk) -> None:
        talk.send(data)
        talk.close_half()
        talk.wait(20)

    return act


def stalls(data: bytes = b"") -> Act:
    """Sends a part and falls silent."""

    def act(talk: Talk) -> None:
        talk.send(data)
        talk.wait(60)

    return act


def drips(data: bytes, pause: float = 0.1) -> Act:
    """Sends a byte at a time."""

    def act(talk: Talk) -> None:
        for byte in data:
            talk.send(bytes([byte]))
            talk.wait(pause)

    return act


def pours(start: bytes, piece: bytes, pieces: int | None = None) -> Act:
    """Sends the same piece so many times, or for ever."""

    def act(talk: Talk) -> None:
        talk.send(start)
        for _ in count() if pieces is None else range(pieces):
            talk.send(piece)
        talk.close()

    return act


def chunked(*chunks: bytes, **headers: object) -> bytes:
    """A response in chunks that are well formed (RFC 9112 section 7.1)."""
    body = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in [*chunks, b""])
    return head(Content_Type="text/html", Transfer_Encoding="chunked", **headers) + body

"""For the tests of the crawl: a web server that does as it is told, pages for it, and the commands of users."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from nursery import Ended, run_scrapy

ROOT = Path(__file__).parent.parent
HOME = "https://medlineplus.gov/"
FAST = ("-s", "DOWNLOAD_DELAY=0", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=8", "-s", "MEDSCRAPE_RETRY_PAUSE=0")
_BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Answer:
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html"})


@dataclass(frozen=True)
class Visit:
    path: str
    time: float
    headers: dict[str, str]


Route = Answer | Callable[[int], Answer]
"""An answer, or what gives the answer to the first, second, ... visit."""


class Web:
    """Routes by path, and the log of who asked for what, when."""

    def __init__(self, routes: dict[str, Route]) -> None:
        self.routes = routes
        self.visits: list[Visit] = []
        self.base_url = ""

    def paths(self) -> Counter[str]:
        return Counter(visit.path for visit in self.visits)

    def answer(self, path: str) -> Answer:
        route = self.routes.get(path, Answer(b"<h1>Not found</h1>", 404))
        return route if isinstance(route, Answer) else route(self.paths()[path])


@contextmanager
def serving(routes: dict[str, Route]) -> Iterator[Web]:
    web = Web(routes)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            web.visits.append(Visit(self.path, time.monotonic(), dict(self.headers.items())))
            answer = web.answer(self.path)
            self.send_response(answer.status)
            for name, value in ({"Content-Length": str(len(answer.body))} | answer.headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)
            if "Content-Length" in answer.headers:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

        def handle_error(self, *_: object) -> None:
            pass  # a client that is killed hangs up

    server = Server(("127.0.0.1", 0), Handler)
    web.base_url = f"http://127.0.0.1:{server.server_address[1]}/"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def topic_page(slug: str, *, twin: str | None = None, canonical: str | None = None, words: str = "Words.") -> Answer:
    """An invented topic page, in Spanish when its slug begins with `spanish/`."""
    language = "es" if slug.startswith("spanish/") else "en"
    other = f'<link rel="alternate" hreflang="{"en" if language == "es" else "es"}" href="{HOME}{twin}.html">'
    return Answer(
        f"""<!DOCTYPE html><html lang="{language}" id="health_topic"><head><title>{slug}: MedlinePlus</title>
        <meta charset="utf-8"><link rel="canonical" href="{canonical or HOME + slug + ".html"}">{other if twin else ""}
        </head><body><div id="mplus-content"><div id="topic"><article>
        <div class="page-info"><h1 itemprop="name">{slug.title()}</h1></div><div class="main">
        <section id="topsum_section"><h2>Summary</h2><div id="topic-summary"><p>{words}</p></div></section>
        </div></article></div></div><footer id="mplus-footer"></footer></body></html>""".encode()
    )


def index_page(links: Iterable[str]) -> Answer:
    rows = "".join(f'<li><a href="{link}">{link}</a></li>' for link in links)
    return Answer(f"<!DOCTYPE html><html><body><ul>{rows}</ul></body></html>".encode())


def site_of(slugs: Iterable[str]) -> dict[str, Route]:
    """A site of plain English topics with its index."""
    names = list(slugs)
    pages: dict[str, Route] = {f"/{name}.html": topic_page(name) for name in names}
    return pages | {"/all_healthtopics.html": index_page(f"/{name}.html" for name in names)}


def redirect(location: str, status: int = 301) -> Answer:
    return Answer(b"", status, {"Location": location})


def run(command: str, *arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Runs `scrapy` or `medscrape` as a user does."""
    return subprocess.run(
        [str(_BIN / command), *arguments], cwd=cwd, env=_environment(), capture_output=True, text=True, timeout=100
    )


def start(command: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [str(_BIN / command), *arguments],
        cwd=ROOT,
        env=_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def crawl(output: Path, *options: str, **arguments: object) -> Ended:
    """`scrapy crawl topics` with its arguments, in a process that has loaded Scrapy before."""
    return run_scrapy(*crawl_line(output, *options, **arguments), cwd=ROOT, environment=_environment())


def crawl_line(output: Path, *options: str, **arguments: object) -> list[str]:
    given = [part for name, value in arguments.items() for part in ("-a", f"{name}={value}")]
    return ["crawl", "topics", *given, "-s", f"MEDSCRAPE_OUTPUT={output}", *options]


def manifest(output: Path) -> dict[str, Any]:
    return json.loads((output / "manifest.json").read_bytes())


def records(output: Path) -> dict[str, dict[str, Any]]:
    return {record["id"]: record for record in map(json.loads, (output / "topics.jsonl").read_bytes().splitlines())}


def reconciles(counts: dict[str, int]) -> bool:
    return counts["discovered"] == sum(n for name, n in counts.items() if name not in {"discovered", "records"})


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("MEDSCRAPE_", "SCRAPY_"))}

"""Where requests may go: a live crawl to public addresses of its site only, whatever names and redirects say."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from misbehaving.faults import says
from misbehaving.server import misbehaving
from scrapy import Request
from scrapy.settings import Settings
from twisted.internet.defer import succeed
from twisted.internet.error import DNSLookupError

from medscrape.crawling import resolver
from medscrape.crawling.launch import project_settings
from medscrape.crawling.middlewares.site_guard import SiteGuard
from medscrape.crawling.origin import Origin
from medscrape.crawling.refusals import OffSiteError
from medscrape.crawling.resolver import PublicResolver, public_address
from medscrape.crawling.tuning import tuned
from medscrape.vocabulary.sites import MEDLINEPLUS

LIVE = Origin(MEDLINEPLUS, MEDLINEPLUS.home)
NOT_PUBLIC = """
    127.0.0.1 127.8.9.1 0.0.0.0 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 192.0.2.1 198.18.0.1
    224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 ::1 fe80::1 fc00::1 ff02::1 ::ffff:127.0.0.1 ::
""".split()


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_an_address_that_is_not_public_is_none(address):
    with pytest.raises(DNSLookupError, match="which is not public"):
        public_address(address, "medlineplus.gov")


@pytest.mark.parametrize("address", ["8.8.8.8", "130.14.16.1", "2607:f220::1"])
def test_a_public_address_is_taken(address):
    assert public_address(address, "medlineplus.gov") == address


@pytest.fixture
def answers(monkeypatch):
    """The addresses that names lead to, one question after the other."""
    found = []
    ask = lambda *_: succeed(found.pop(0))  # noqa: E731
    monkeypatch.setattr(resolver.CachingThreadedResolver, "getHostByName", ask)
    return found


def test_a_name_is_looked_at_each_time_it_is_asked_for(answers):
    """As with a name that is bound to another address once its first one was checked."""
    names = PublicResolver(None, 0, 1)
    answers += ["130.14.16.1", "127.0.0.1"]
    found, problems = [], []
    for _ in range(2):
        names.getHostByName("medlineplus.gov").addCallbacks(found.append, problems.append)
    assert found == ["130.14.16.1"]
    assert problems[0].check(DNSLookupError)


def test_a_proxy_of_the_user_may_be_anywhere(answers, monkeypatch):
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    answers.append("10.0.0.1")
    found = []
    PublicResolver(None, 0, 1).getHostByName("proxy.example").addCallback(found.append)
    assert found == ["10.0.0.1"]


@pytest.mark.parametrize(("mode", "is_visited"), [("checked", False), ("unchecked", True)])
def test_a_name_that_leads_to_this_machine_is_not_followed(tmp_path, mode, is_visited):
    """The second case shows that the first can fail."""
    script = Path(__file__).with_name("hostile_resolver.py")
    with misbehaving({}, says("Secret", 500)) as web:
        home = web.base_url.replace("127.0.0.1", "medlineplus.example")
        command = [sys.executable, str(script), str(tmp_path), home, mode]
        result = subprocess.run(command, capture_output=True, text=True, timeout=60)
        visits = len(web.visits)
    assert (result.returncode, result.stderr) == (0, "")
    assert bool(visits) is is_visited
    assert ("leads to no public address" in result.stdout) is not is_visited


def test_a_live_crawl_resolves_names_so():
    path = f"{PublicResolver.__module__}.{PublicResolver.__name__}"
    assert tuned(project_settings(), LIVE, is_sample=False)["TWISTED_DNS_RESOLVER"] == path


ELSEWHERE = pytest.mark.parametrize(
    "url",
    [
        "http://medlineplus.gov/a.html",
        "https://medlineplus.gov:8443/a.html",
        "https://medlineplus.gov.evil.example/a.html",
        "https://medlineplus.gov@evil.example/a.html",
        "https://me:you@medlineplus.gov/a.html",
        "https://MEDLINEPLUS.GOV.:443/a.html",
        "https://127.0.0.1/a.html",
        "file:///etc/passwd",
        "data:text/html,x",
    ],
)


@ELSEWHERE
def test_only_the_site_itself_is_asked(url):
    """By the last word on every request, whoever made it."""
    run = SimpleNamespace(origin=LIVE, problem=None)
    guard = SiteGuard.from_crawler(SimpleNamespace(spider=SimpleNamespace(run=run), crawling=True))
    guard.process_request(Request(f"{LIVE.root}a.html"))
    with pytest.raises(OffSiteError):
        guard.process_request(Request(url))


def test_only_http_can_be_spoken():
    settings = Settings()
    settings.setmodule("medscrape.settings")
    handlers = settings.getwithbase("DOWNLOAD_HANDLERS")
    assert {scheme for scheme, handler in handlers.items() if handler} == {"http", "https"}
    assert not settings.getbool("TELNETCONSOLE_ENABLED")
    assert not settings.getbool("REMOTE_CONTROL_ENABLED")
    assert settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")

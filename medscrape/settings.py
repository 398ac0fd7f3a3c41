"""The crawl's settings: what differs from Scrapy's defaults, and why. `-s NAME=VALUE` changes any of them."""

import os
from importlib.util import find_spec

# --- the project ---
# The name of the project, and where its spider stands.
BOT_NAME = "medscrape"
SPIDER_MODULES = ["medscrape.spiders"]
# `scrapy crawl` is replaced by a command that checks its arguments first and whose exit code tells how the run ended.
COMMANDS_MODULE = "medscrape.crawling.commands"
# The folder for everything a crawl writes. None: `output`, and `output/sample` for the sample site.
MEDSCRAPE_OUTPUT = os.environ.get("MEDSCRAPE_OUTPUT")

# --- manners ---
# Operators must be able to tell who is calling (RFC 9110 section 10.1.5). No address is right for everyone who runs
# this program; the default stands in a domain that can never exist (RFC 2606), so that nobody else is written to.
# Before a live crawl, set it to a page or a mail address of yours; the crawl reminds you.
MEDSCRAPE_CONTACT = os.environ.get("MEDSCRAPE_CONTACT", "https://medscrape.invalid/contact")
# One connection and at most one request a second. Scrapy: 8 connections and no delay. Its jitter of a half would make
# half a second of a second.
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0.0
# Off, as in Scrapy: it would go down to the delay anyway, and a fixed pace is what robots.txt speaks of.
AUTOTHROTTLE_ENABLED = False
# The embedded sample site is served by the same process: nobody is there to be polite to.
MEDSCRAPE_SAMPLE_SETTINGS = {
    "DOWNLOAD_DELAY": 0,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    "MEDSCRAPE_RETRY_PAUSE": 0,
    # And nobody to mistrust: a second crawl of the same edition fetches no page.
    "MEDSCRAPE_FULL_CHECK_SHARE": 0,
    "MEDSCRAPE_REMOVAL_DAYS": 0,
}
# robots.txt is obeyed always, by a middleware of ours that is stricter than the one this setting is for.
ROBOTSTXT_OBEY = True
# Seconds between requests that robots.txt may ask for before the crawl asks its user whether to go that slowly.
MEDSCRAPE_CRAWL_DELAY_MAX = 120
# Seconds before the second attempt, doubled before each further one, and the longest `Retry-After` that is waited for.
MEDSCRAPE_RETRY_PAUSE = 1.0
MEDSCRAPE_RETRY_AFTER_MAX = 300
# The end's table tells of pages that failed; a line in the log for each would bury it.
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"
# So many pages in a row without an answer, after all attempts, and the site is left alone; so many with a notice in
# their place (fewer are judged by the gates); 0: never. And so many seconds without any answer: where every attempt
# times out, the pages would take an hour.
MEDSCRAPE_FAILURES_IN_A_ROW = 25
MEDSCRAPE_NOTICES_IN_A_ROW = 100
MEDSCRAPE_SILENCE_MAX = 600
# The most topic pages that a crawl takes a site at its word for; the largest known has 2,000. Beyond is a trap.
MEDSCRAPE_TOPICS_MAX = 200_000
# For so long an interrupted run is taken up again; after that its pages are too old to be published as one release.
MEDSCRAPE_RESUME_HOURS = 12
# Sites learn nothing about the order in which we read, and keep no session with us.
REFERRER_POLICY = "no-referrer"
COOKIES_ENABLED = False

# --- evidence ---
# Scrapy would take brotli and zstd too, but not every tool that reads WARC files does, and the archive keeps a body as
# it was sent. The other two headers are Scrapy's own.
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en",
    "Accept-Encoding": "gzip, deflate",
}
# A file of the archive ends at so many bytes: the size that the WARC standard recommends (annex C of WARC 1.1).
MEDSCRAPE_ARCHIVE_FILE_SIZE = 10**9
# Share of the pages that the server calls unchanged (304) which are fetched all the same. A server whose word does not
# hold for 14 pages is noticed by a run with a probability of a half, one whose word never holds by the first run; each
# hundredth costs a hundredth of a full crawl. 1: no page is asked for conditionally.
MEDSCRAPE_FULL_CHECK_SHARE = 0.05

# --- trust ---
# Days between the two complete runs that remove a topic by finding it gone; one 404 is no removal.
MEDSCRAPE_REMOVAL_DAYS = 1
# How far a run may differ from the last release is set by MEDSCRAPE_GATE_…; the defaults, each with its reason, stand
# in medscrape/gates/limits.py.

# --- the report ---
# So many topics, and so many changes, the report of a release lists, the most telling first; it says what it leaves
# out, and its counts are of all. A page with more opens slowly and is too large to mail; the largest known site has
# 2,000 topics.
MEDSCRAPE_REPORT_LISTED = 5_000

# --- safety ---
# Scrapy opens a door into the crawling process for other programs of this machine, and one by telnet.
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False
# Only the web: no page can make the crawl read files or other networks. And only headers that have an end.
_BOUNDED = "medscrape.crawling.download.BoundedDownloads"
DOWNLOAD_HANDLERS = {"http": _BOUNDED, "https": _BOUNDED, "data": None, "file": None, "ftp": None, "s3": None}
# Scrapy takes any certificate.
DOWNLOAD_VERIFY_CERTIFICATES = True
# Bytes of a page, decompressed too; Scrapy allows 1 GiB. The largest topic page seen has 0.4 MB, and HTML made to be
# read slowly takes a minute for two. An index or a sitemap names thousands of pages.
DOWNLOAD_MAXSIZE = 2 * 1024 * 1024
MEDSCRAPE_INDEX_MAXSIZE = 8 * 1024 * 1024
# And a page near the bound is no reason for a line in the log.
DOWNLOAD_WARNSIZE = 0
# Seconds for a whole page, so a server that drips ends here too (Scrapy: 180), and for a name (Scrapy: 60).
DOWNLOAD_TIMEOUT = 60
DNS_TIMEOUT = 20
# More than RFC 9309 asks for robots.txt (5); Scrapy's 20 are a browser's.
REDIRECT_MAX_TIMES = 10
# A page is what the server sends, not where its HTML says to go.
METAREFRESH_ENABLED = False

# --- components ---
# The spider judges every status itself.
HTTPERROR_ALLOW_ALL = True
# Slows the crawl down to what robots.txt asks for.
EXTENSIONS = {"medscrape.crawling.pace.Pace": 500}
# Ours where Scrapy's are not strict enough: the guard of the site, robots.txt, second attempts, redirects; the archive.
DOWNLOADER_MIDDLEWARES = {
    # Nearest the engine, so that redirects and retries pass it again.
    "medscrape.crawling.middlewares.site_guard.SiteGuard": 50,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "medscrape.crawling.middlewares.robots.RobotsGate": 100,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "medscrape.crawling.middlewares.retries.PatientRetries": 550,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "medscrape.crawling.middlewares.redirects.SiteRedirects": 600,
    # Nearest the downloader: what it sees is what the network gave.
    "medscrape.crawling.middlewares.archivist.Archivist": 950,
}
# Ours writes a record in a fiftieth of the time of Scrapy's, and the same line as in a release.
_LINES = "medscrape.crawling.feeds.RecordLinesExporter"
# Formats that run code when they are read back are not written.
FEED_EXPORTERS = {"jsonl": _LINES, "jsonlines": _LINES, "jl": _LINES, "pickle": None, "marshal": None}
# Scrapy writes into the final file, which is torn when the crawl is killed.
_FILE = "medscrape.crawling.feeds.WholeFileStorage"
FEED_STORAGES = {"": _FILE, "file": _FILE}

# --- the process ---
# Scrapy starts so many tasks for each page; ours gives one record and the next requests.
CONCURRENT_ITEMS = 2
# uvloop and tuned concurrency gave 1.3 times the pages per second of the default.
ASYNCIO_EVENT_LOOP = "uvloop.Loop" if find_spec("uvloop") else None
# Seconds between the lines that tell a file or pipe how far the crawl is (a terminal shows it all the time), and pages
# after which one comes earlier; 0: none.
MEDSCRAPE_PROGRESS_SECONDS = 30
MEDSCRAPE_PROGRESS_PAGES = 1000
# Neither progress nor the table at the end; errors are told all the same. `medscrape crawl --quiet` sets it.
MEDSCRAPE_QUIET = False
# The table at the end is the report; `-s LOG_LEVEL=INFO` shows Scrapy's statistics too.
LOG_LEVEL = "WARNING"
LOG_FORMAT = "%(levelname)s: %(message)s"

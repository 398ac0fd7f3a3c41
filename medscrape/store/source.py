"""A store belongs to one source: which sources are the same, and how another one is refused."""

from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from medscrape.errors import StoreError
from medscrape.models import Source
from medscrape.store.database import Database
from medscrape.store.trouble import told_as_damage

_USUAL_PORTS = {"http": 80, "https": 443}


def claim(database: Database, output: Path, source: Source) -> None:
    """Makes the store this source's on first use, and refuses it to any other."""
    mine = Source(site=source.site, mirror=_place(source.mirror))
    row = database.row("SELECT value FROM meta WHERE name = 'source'")
    if row is None:
        database.do("INSERT INTO meta (name, value) VALUES ('source', ?)", mine.to_line().decode())
        return
    with told_as_damage():
        owner = Source.model_validate_json(row[0])
    if owner != mine:
        raise StoreError(
            f"The store in {output} holds {_named(owner)}, not {_named(mine)}. Choose another output folder."
        )


def _place(mirror: str | None) -> str | None:
    """What makes a mirror the same one tomorrow: on loopback any port will do, for the system chooses it.

    >>> _place("http://127.0.0.1:8123"), _place("http://Mirror.example:80/a")
    ('http://127.0.0.1/', 'http://mirror.example/a/')
    """
    if mirror is None:
        return None
    parts = urlsplit(mirror)
    host = parts.hostname or ""
    shown = f"[{host}]" if ":" in host else host
    if parts.port not in {None, _USUAL_PORTS.get(parts.scheme)} and not _is_loopback(host):
        shown = f"{shown}:{parts.port}"
    return f"{parts.scheme}://{shown}{parts.path.rstrip('/')}/"


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _named(source: Source) -> str:
    return f"{source.site} from the mirror {source.mirror}" if source.mirror else source.site

"""`medscrape export`: the records in the format of another tool."""

from pathlib import Path
from typing import Annotated

import typer

from medscrape.cli.app import app
from medscrape.cli.completion import formats, languages
from medscrape.errors import OutputError
from medscrape.exporting import FORMATS, ExportManifest, Selection
from medscrape.exporting import export as export_records
from medscrape.publishing import load
from medscrape.terminal import remark, say_json

_RECORDS = "topics.jsonl"
_Format = Annotated[str, typer.Argument(metavar="FORMAT", help=f"{', '.join(FORMATS)}.", autocompletion=formats)]
_Input = Annotated[
    Path,
    typer.Option(
        "--input",
        envvar="MEDSCRAPE_OUTPUT",
        show_envvar=False,
        metavar="PATH",
        help="Output folder of a crawl, or a file of records; default: MEDSCRAPE_OUTPUT, else output.",
        show_default=False,
    ),
]
_To = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Folder to write; default: exports/FORMAT beside the records.")
]
_Language = Annotated[
    list[str] | None,
    typer.Option(metavar="TAG", help="Only topics in this language; repeatable.", autocompletion=languages),
]
_PublicDomainOnly = Annotated[
    bool, typer.Option("--public-domain-only", metavar="", help="Only summaries in the public domain.")
]
_Json = Annotated[bool, typer.Option("--json", metavar="", help="Print what was written as one JSON object.")]


@app.command(epilog="Example: [bold]medscrape export sqlite[/bold]")
def export(
    format_name: _Format,
    source: _Input = Path("output"),
    to: _To = None,
    language: _Language = None,
    public_domain_only: _PublicDomainOnly = False,
    as_json: _Json = False,
) -> None:
    """Write Parquet, CSV, SQLite, Markdown or retrieval chunks.

    The folder is there whole or not at all; an earlier export of the same
    format is replaced in one step.
    """
    folder = to or (source if source.is_dir() else source.parent) / "exports" / format_name
    selection = Selection(tuple(language or ()), public_domain_only)
    manifest = export_records(format_name, load(_existing(source)), folder, selection)
    if as_json:
        say_json(manifest.to_line())
    else:
        remark(_in_a_sentence(manifest, folder))


def _existing(source: Path) -> Path:
    if not (source / _RECORDS if source.is_dir() else source).exists():
        sample = source / "sample"
        hint = f"add --input {sample}" if (sample / _RECORDS).exists() else "run `medscrape crawl` or `medscrape demo`"
        raise OutputError(f"There are no records in {source}: {hint}.")
    return source


def _in_a_sentence(manifest: ExportManifest, folder: Path) -> str:
    topics = f"{manifest.topics:,} topics in {' and '.join(manifest.languages)}"
    return f"{topics}, {manifest.sections:,} sections, {manifest.links:,} links: {folder}"

"""A partition on its way to the disk: beside its place first, then there as a whole, its receipt last."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from medscrape.models import PublishedFile, Rejection, Topic
from medscrape.publishing.files import sync_folder
from medscrape.rereading.layout import Layout, put
from medscrape.rereading.receipts import Format, Receipt
from medscrape.rereading.shapes import on_disk, writer_of
from medscrape.store.trouble import told_plainly

MakeReceipt = Callable[[PublishedFile, PublishedFile], Receipt]


def put_partition(
    layout: Layout, name: str, shape: Format, given: Iterable[Topic | Rejection], receipt_for: MakeReceipt
) -> Receipt:
    """Writes what a unit gives; raises `OutputError` when that cannot be done, and then leaves what was there."""
    drafts = [layout.draft(name) for _ in range(3)]
    topics, rejected, paper = drafts
    with told_plainly(layout.folder):
        try:
            receipt = receipt_for(*_written(given, shape, topics, rejected))
            rejected.replace(layout.rejected(name))
            topics.replace(layout.topics(name, shape))
            for place in (layout.rejected(name), layout.topics(name, shape)):
                sync_folder(place.parent)
            put(receipt, paper, layout.receipt(name))
            sync_folder(layout.receipt(name).parent)
        finally:
            for draft in drafts:
                draft.unlink(missing_ok=True)
    return receipt


def _written(
    given: Iterable[Topic | Rejection], shape: Format, topics: Path, rejected: Path
) -> tuple[PublishedFile, PublishedFile]:
    with rejected.open("xb") as file:
        aside = _Aside(file)
        written = writer_of(shape)(topics, aside.topics(given))
    return written, on_disk(rejected, aside.count)


class _Aside:
    """Takes the rejections out of a stream and writes them to a file of their own."""

    def __init__(self, file: BinaryIO) -> None:
        self.count = 0
        self._file = file

    def topics(self, given: Iterable[Topic | Rejection]) -> Iterator[Topic]:
        """What is left: the topics."""
        for one in given:
            if isinstance(one, Topic):
                yield one
            else:
                self._file.write(one.to_line() + b"\n")
                self.count += 1

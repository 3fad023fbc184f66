"""The chain over the whole journal: no line missing, changed or slipped in, and its end not cut off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ledger.checks import Problem
from ledger.entries import GENESIS, Entry, chained_hash


@dataclass(frozen=True, slots=True)
class Link:
    """An entry with its hashes, and the rows that enter its own: see `entries.chained_hash`."""

    entry: Entry
    prev_hash: str
    hash: str
    effects: tuple[tuple[str, ...], ...] = ()


def check_chain(links: Iterable[Link], anchors: Mapping[int, str] | None = None) -> Iterator[Problem]:
    """Every problem in one company's chain, read once in the order of seq; memory does not grow with it.

    `anchors`: seq → hash as it was written down elsewhere (the head, backups, digests); an anchor that
    the journal does not reach shows that its end was cut off. Seq 0 anchors the empty journal. A break is
    told once: what follows is compared with what stands there.
    """
    waiting = dict(anchors or {})
    before: Link | None = None
    seq, head = 0, GENESIS
    if waiting.pop(0, GENESIS) != GENESIS:
        yield Problem("anchors", "entry", 0, GENESIS, "another beginning")
    for link in links:
        yield from _check_link(link, before, seq=seq + 1, head=head)
        seq, head, before = link.entry.seq, link.hash, link
        anchor = waiting.pop(seq, head)
        if anchor != head:
            yield Problem("anchors", "entry", link.entry.id, anchor, head)
    for missing in sorted(waiting):
        yield Problem("anchors", "seq", missing, waiting[missing], None)


def _check_link(link: Link, before: Link | None, *, seq: int, head: str) -> Iterator[Problem]:
    entry = link.entry
    if entry.seq != seq:
        yield Problem("seq_gapless", "entry", entry.id, seq, entry.seq)
    if link.prev_hash != head:
        yield Problem("chain_unbroken", "entry", entry.id, head, link.prev_hash)
    computed = chained_hash(link.prev_hash, entry, link.effects)
    if computed != link.hash:
        yield Problem("chain_unbroken", "entry", entry.id, computed, link.hash)
    if before and entry.recorded_at < before.entry.recorded_at:
        yield Problem("recorded_in_order", "entry", entry.id, before.entry.recorded_at, entry.recorded_at)

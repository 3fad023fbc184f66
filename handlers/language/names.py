"""Customers as people mention them: exact, shortened, by nickname; and what an unknown word may stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import copy

from handlers.language.figured import head_of, is_figure_again, is_numeric, is_plain, stands_whole
from handlers.language.forms import Forms, forms_of, ordinal_of, trade_at
from handlers.language.likeness import Likeness
from handlers.language.measures import FEW_GOODS, GOODS, unless
from handlers.language.moneytail import ONES
from handlers.language.normalise import spelt
from handlers.language.reading import Fit, Mention, Span
from handlers.language.sounds import same_sound
from handlers.language.trades import COMPANY_SUFFIXES, SURNAMES, TITLES
from handlers.language.words import ORDINARY
from ledger.values import value

_LONG_TITLES = "|".join(title for title in TITLES if len(title) > 1)
_SHORT_TITLES = "".join(title for title in TITLES if len(title) == 1)
# One character is a title only after a surname, and not where it begins another word (总共, 工地, 工资).
_TAIL = re.compile(
    rf"(?:{'|'.join(suffix for suffix in COMPANY_SUFFIXES if len(suffix) > 1)})?"
    rf"(?:的?[{''.join(sorted(SURNAMES))}]?(?:{_LONG_TITLES})|的?[{''.join(sorted(SURNAMES))}][{_SHORT_TITLES}](?![共计额数账地程资作])"
    r"|的?老[一-龥](?=[说讲又还付打转给，, ]))?"
)
_TAIL_BEGINS = SURNAMES | {"的", "老"} | {word[0] for word in (*COMPANY_SUFFIXES, *TITLES) if len(word) > 1}
_CALLED = re.compile(
    rf"(?:[老小]([{''.join(sorted(SURNAMES))}])|([{''.join(sorted(SURNAMES))}])(?:{_LONG_TITLES}|[{_SHORT_TITLES}](?![共计额数账地程资作])))"
)
_OPEN_NAME = 4  # characters of a name whose trade is in no table: its first two may be its brand
_GOODS_AFTER = (
    "款费钱的板管机器件料材纸漆布盒袋箱桶瓶膜线柜桌椅灯盘泵阀配"  # 青禾打印机: what was taken, no other firm
)
# 永盛水泥50吨, 永盛水泥一车: the trade word is what he took, not a part of a name
_COUNTED = re.compile(
    rf"\s?(?:(?:[0-9.]+|[{ONES}十百半几]+)\s?(?:{unless(GOODS)}|{unless(FEW_GOODS)}|个|批|套|车)|[{ONES}几]?批)"
)
_SURE_INITIALS = 3  # letters: two fit by chance
_SURE_PART = 3  # characters of a name
_ASKED_ABOUT = frozenset({Fit.SEVERAL, Fit.TYPO, Fit.INITIALS})


@value
class NameEntry:
    """A customer as the index sees it; aliases are confirmed by somebody."""

    id: int
    name: str
    aliases: tuple[str, ...] = ()


@value
class _Form:
    text: str
    ids: tuple[int, ...]
    exact: bool
    weak: bool = False  # stands for a name only by its first two characters
    plain: bool = False  # in every place the name: no figure, no Latin letters, no everyday word


class NameIndex:
    """All customers of a company. Built once (5,000 names well under 1 s); `with_changes` gives a new one.

    `version` is whatever the caller counts changes with; the writer reads again when it differs.
    """

    def __init__(self, entries: Iterable[NameEntry] = (), version: int = 0) -> None:
        self.version = version
        self._entries = {entry.id: entry for entry in entries}
        self._shapes: dict[int, Forms] = {}
        self._by_surname: dict[str, tuple[int, ...]] = {}
        self._not_called: frozenset[str] = frozenset()
        self._called: frozenset[str] = frozenset()  # what 黄总 and 老吴 begin with
        self._forms = self._gather()
        self._heads = self._by_head()
        self._begins = self._called | {head[0] for head in self._heads}
        self._likeness = Likeness({text: form.ids for text, form in self._forms.items()})

    def __len__(self) -> int:
        return len(self._entries)

    def with_changes(
        self, changed: Iterable[NameEntry] = (), *, removed: Iterable[int] = (), version: int | None = None
    ) -> NameIndex:
        """A new index; this one stays as it was, for readings under way."""
        entries = {**self._entries, **{entry.id: entry for entry in changed}}
        for customer_id in removed:
            entries.pop(customer_id, None)
        return NameIndex(entries.values(), self.version + 1 if version is None else version)

    def prepare(self) -> None:
        """Build the tables of sounds and slips now (0.4 s the first time), not at the first unknown name."""
        self._likeness.prepare()

    def apart_from(self, called: str) -> NameIndex:
        """This index where 小李 is a colleague, and so no customer Li; cheap."""
        other = copy(self)
        other._not_called = self._not_called | {called}
        return other

    def name_of(self, customer_id: int) -> str:
        return self._entries[customer_id].name

    # -- building ---------------------------------------------------------------------------------------------

    def _gather(self) -> dict[str, _Form]:
        exact: dict[str, list[int]] = {}
        short: dict[str, list[int]] = {}
        opened: dict[str, list[int]] = {}
        surnames: dict[str, list[int]] = {}
        for entry in self._entries.values():
            shape = forms_of(_plain(entry.name))
            self._shapes[entry.id] = shape
            for text in (entry.name, *entry.aliases):
                exact.setdefault(_plain(text), []).append(entry.id)
            for text in dict.fromkeys(
                filter(None, (shape.core, shape.brand, shape.given, ordinal_of(shape.core)))
            ):
                short.setdefault(text, []).append(entry.id)
            if shape.brand == shape.core and len(shape.core) >= _OPEN_NAME and not shape.surname:
                opened.setdefault(head_of(shape.core), []).append(entry.id)
            if shape.surname:
                surnames.setdefault(shape.surname, []).append(entry.id)
        self._by_surname = {surname: tuple(ids) for surname, ids in surnames.items()}
        self._called = frozenset((*self._by_surname, "老", "小"))
        forms = {
            text: _Form(
                text,
                tuple(dict.fromkeys((*short.get(text, ()), *opened.get(text, ())))),
                False,
                text not in short,
                is_plain(text),
            )
            for text in (*short, *opened)
            if len(text) >= 2
            and text not in ORDINARY
            and (text.isdigit() or not (text.isascii() or is_numeric(text)))
        }
        forms.update(
            {
                text: _Form(text, tuple(dict.fromkeys(ids)), exact=True, plain=is_plain(text))
                for text, ids in exact.items()
                if text
            }
        )
        return forms

    def _by_head(self) -> dict[str, tuple[_Form, ...]]:
        heads: dict[str, list[_Form]] = {}
        for text, form in self._forms.items():
            heads.setdefault(text[:2], []).append(form)
        return {head: tuple(sorted(forms, key=lambda form: -len(form.text))) for head, forms in heads.items()}

    # -- finding ----------------------------------------------------------------------------------------------

    def find(self, text: str, last: tuple[int, str] | None = None) -> list[Mention]:
        """Mentions in order, each with its span; misspelt and unknown names are `guess`'s affair.

        `last` is the speaker's last customer: 同上 and 还是他 stand for it.
        """
        folded = text.lower()
        if len(folded) != len(text):
            folded = text
        found: list[Mention] = []
        end, heads, called, begins = 0, self._heads, self._called, self._begins
        places = [
            at
            for at, char in enumerate(folded)
            if char in begins and (folded[at : at + 2] in heads or char in called)
        ]
        for at in places:
            mention = self._mention_at(folded, text, at) if end <= at < len(folded) - 1 else None
            if mention is not None and mention.span is not None and not is_figure_again(mention, found):
                found.append(mention)
                end = mention.span.end
        if not found and last is not None and "同上" in text:
            start = text.index("同上")
            found.append(self.last_mention(last, text, start, start + 2))
        return found

    def last_mention(self, last: tuple[int, str], text: str, start: int, end: int) -> Mention:
        """他, 同上: the speaker's last customer."""
        return Mention(
            text[start:end], Fit.LAST, last[0], last[1], span=Span(start, end, "customer", last[1])
        )

    def _mention_at(self, folded: str, text: str, at: int) -> Mention | None:
        for form in self._heads.get(folded[at : at + 2], ()):
            if folded.startswith(form.text, at) and (
                form.plain or stands_whole(folded, at, form.text, exact=form.exact)
            ):
                return self._settle(folded, text, at, form)
        return self._called_at(text, at) if text[at] in self._called else None

    def _called_at(self, text: str, at: int) -> Mention | None:
        """黄总, 老吴: somebody of that surname is meant; sure enough to ask, never to book."""
        match = _CALLED.match(text, at)
        if match is None or match[0] in self._not_called:
            return None
        ids = self._by_surname.get(match[1] or match[2], ())
        if not ids:
            return None
        return self._candidates(text, at, match.end(), ids, Fit.TYPO)

    def _settle(self, folded: str, text: str, at: int, form: _Form) -> Mention:
        end = at + len(form.text)
        ids, fit = form.ids, Fit.EXACT
        if not form.exact:
            end, ids, fit = self._follow(folded, end, form)
            fit = Fit.TYPO if form.weak and not self._is_short_of(ids[0], end - at) else fit
        if text[end : end + 1] in _TAIL_BEGINS:
            end = _TAIL.match(text, end).end()  # type: ignore[union-attr]  # the pattern matches nothing, too
        return self._candidates(text, at, end, ids, fit)

    def _is_short_of(self, customer: int, size: int) -> bool:
        """Two of four characters, three of more, or the whole: a name's usual short form even where its trade is in no
        table."""
        return size >= _SURE_PART or len(self._shapes[customer].core) in {_OPEN_NAME, size}

    def _follow(self, folded: str, end: int, form: _Form) -> tuple[int, tuple[int, ...], Fit]:
        """Read on after a brand: the rest of the name narrows, another trade makes it doubtful."""
        reach = {customer: self._shared(folded, end, customer, form.text) for customer in form.ids}
        furthest = max(reach.values())
        if furthest:
            return end + furthest, tuple(key for key, size in reach.items() if size == furthest), Fit.SHORT
        trade = trade_at(folded, end)
        after = end + len(trade)
        if (
            trade
            and folded[after : after + 1] not in tuple(_GOODS_AFTER)
            and not _COUNTED.match(folded, after)
        ):
            return after, form.ids, Fit.TYPO
        return end, form.ids, Fit.SHORT

    def _shared(self, folded: str, end: int, customer: int, form: str) -> int:
        """How far the text goes on like this customer's name; a character of the same sound counts."""
        core = self._shapes[customer].core
        tail = core[len(form) :] if core.startswith(form) else ""
        size = 0
        while size < len(tail) and end + size < len(folded) and folded[end + size] == tail[size]:
            size += 1
        if size == len(tail) or not tail:
            return size
        written = folded[end : end + len(tail)]
        alike = len(written) == len(tail) and any(a == b for a, b in zip(written, tail, strict=True))
        return len(tail) if alike and all(map(same_sound, written, tail)) else size

    def _candidates(self, text: str, start: int, end: int, ids: tuple[int, ...], fit: Fit) -> Mention:
        if len(ids) > 1:
            fit = Fit.SEVERAL
        if fit not in _ASKED_ABOUT:
            name = self._entries[ids[0]].name
            return Mention(text[start:end], fit, ids[0], name, span=Span(start, end, "customer", name))
        shown = tuple([(customer, self._entries[customer].name) for customer in ids])
        only = shown[0] if fit is not Fit.SEVERAL else (None, None)
        span = Span(start, end, "customer", only[1] or "")
        return Mention(text[start:end], fit, only[0], only[1], shown[:9], span)

    # -- guessing ---------------------------------------------------------------------------------------------

    def _beginning_with(self, piece: str) -> tuple[int, ...]:
        """The customers whose name begins so, as it is written."""
        if len(piece) < 2 or piece.isascii():
            return ()
        forms = self._heads.get(piece[:2], ())
        return tuple(
            customer for form in forms if form.exact and form.text.startswith(piece) for customer in form.ids
        )

    def _like_brand(self, piece: str) -> tuple[int, ...]:
        """云凡传媒 where 云帆科技 is known: another trade and a brand that sounds the same."""
        shape = forms_of(piece)
        return self._likeness.closest(shape.brand)[1] if shape.brand != shape.core else ()

    def guess(self, text: str, start: int, end: int) -> Mention:
        """What the unknown word text[start:end], standing where a name is expected, may mean; NEW when nothing."""
        piece = text[start:end]
        fit, ids = self._likeness.closest(piece.lower())
        begun = self._beginning_with(piece.lower())
        if begun:  # 大城 begins 大城小院, though it sounds like 大成
            ids, fit = tuple(dict.fromkeys((*begun, *ids))), Fit.TYPO
        if ids:
            if fit is Fit.INITIALS and len(ids) == 1 and len(piece) >= _SURE_INITIALS:
                fit = Fit.SHORT
            return self._candidates(text, start, end, ids, fit)
        if ids := self._like_brand(piece) or self._likeness.ending(piece.lower(), start):
            return self._candidates(text, start, end, ids, Fit.TYPO)
        return Mention(piece, Fit.NEW, None, piece, span=Span(start, end, "customer", piece))


def _plain(name: str) -> str:
    """A name as a normalised message writes it."""
    return spelt(name).strip().lower()

"""Unknown words and the names they are like: the same sound, a typing slip, initials. Built when first asked."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from rapidfuzz.distance import DamerauLevenshtein

from handlers.language.reading import Fit
from handlers.language.sounds import blurred, initials, same_sound, toneless

_SHORTEST_SLIP = 3  # characters: in two, one other character is another name


class Likeness:
    """`forms` maps every way of writing a name to the customers it stands for."""

    def __init__(self, forms: Mapping[str, tuple[int, ...]]) -> None:
        self._forms = forms

    def prepare(self) -> None:
        for _ in (
            self._by_sound,
            self._by_initials,
            self._by_spelling,
            self._by_blur,
            self._by_deletion,
            self._by_ending,
            self._by_tail,
        ):
            pass

    @cached_property
    def _by_sound(self) -> dict[tuple[str, ...], list[str]]:
        sounds: dict[tuple[str, ...], list[str]] = {}
        for form in self._forms:
            sounds.setdefault(toneless(form), []).append(form)
        return sounds

    @cached_property
    def _by_initials(self) -> dict[str, list[str]]:
        letters: dict[str, list[str]] = {}
        for form in self._forms:
            letters.setdefault(initials(form), []).append(form)
        return letters

    @cached_property
    def _by_spelling(self) -> dict[str, list[str]]:
        """`xinyuan` for 鑫源."""
        spelt: dict[str, list[str]] = {}
        for form in self._forms:
            spelt.setdefault("".join(toneless(form)), []).append(form)
        return spelt

    @cached_property
    def _by_blur(self) -> dict[tuple[str, ...], list[str]]:
        blurs: dict[tuple[str, ...], list[str]] = {}
        for form in self._forms:
            blurs.setdefault(blurred(form), []).append(form)
        return blurs

    @cached_property
    def _by_deletion(self) -> dict[str, list[str]]:
        """Longer names under what is left when one character is dropped: two that are one slip apart meet there."""
        left: dict[str, list[str]] = {}
        for form in self._forms:
            for key in _deletions(form) if len(form) >= _SHORTEST_SLIP else ():
                left.setdefault(key, []).append(form)
        return left

    @cached_property
    def _by_ending(self) -> dict[str, list[str]]:
        endings: dict[str, list[str]] = {}
        for form in self._forms:
            endings.setdefault(form[-_SHORTEST_SLIP:], []).append(form)
        return endings

    @cached_property
    def _by_tail(self) -> dict[str, tuple[int, ...]]:
        tails: dict[str, list[str]] = {}
        for form in self._forms:
            if len(form) > _SHORTEST_SLIP:
                tails.setdefault(form[-2:], []).append(form)
        return {tail: self._customers(forms) for tail, forms in tails.items()}

    def ending(self, piece: str, start: int) -> tuple[int, ...]:
        """The customers whose names end in these three characters or more: 粉丝厂 where 龙口粉丝厂 is known; the one who ends
        in two where they stand at the head of a message (`start`): 面馆拿了300."""
        if len(piece) < _SHORTEST_SLIP:
            one = self._by_tail.get(piece, ()) if start < _SHORTEST_SLIP else ()
            return one if len(one) == 1 else ()
        alike = self._by_ending.get(piece[-_SHORTEST_SLIP:], ())
        return self._customers([form for form in alike if form.endswith(piece)])

    def closest(self, piece: str) -> tuple[Fit, tuple[int, ...]]:
        """The surest fit and its customers; (NEW, ()) when nothing is like it. `piece` is lower case."""
        if len(piece) < 2:
            return Fit.NEW, ()
        if piece.isascii():
            spelt = self._by_initials.get(piece) or self._by_spelling.get(piece, [])
            return Fit.INITIALS, self._customers(spelt)
        if piece[0].isascii() and (mixed := self._half_spelt(piece)):
            return Fit.INITIALS, self._customers(mixed)
        return self._sounding(piece) or self._slipped(piece)

    def _half_spelt(self, piece: str) -> list[str]:
        """tc电缆 for 天成电缆: letters in the place of the first characters, the rest as it is."""
        rest = piece.lstrip("abcdefghijklmnopqrstuvwxyz")
        alike = self._by_initials.get(initials(piece), ()) if rest else ()
        return [form for form in alike if form.endswith(rest) and not form[0].isascii()]

    def _customers(self, forms: list[str]) -> tuple[int, ...]:
        return tuple(dict.fromkeys(customer for form in forms for customer in self._forms[form]))

    def _sounding(self, piece: str) -> tuple[Fit, tuple[int, ...]] | None:
        alike = self._by_sound.get(toneless(piece))
        if not alike:
            return None
        sure = [form for form in alike if _sounds_equal(piece, form)]
        if sure and len(piece) < _SHORTEST_SLIP and set(self._customers(alike)) - set(self._customers(sure)):
            return Fit.TYPO, self._customers(
                alike
            )  # 宏大 where 弘大 and 宏达 are known: two characters tell too little
        return (Fit.SOUND, self._customers(sure)) if sure else (Fit.TYPO, self._customers(alike))

    def _slipped(self, piece: str) -> tuple[Fit, tuple[int, ...]]:
        """One character off in a longer name; in a short one only where dialects mix the two sounds up."""
        near = dict.fromkeys(self._by_blur.get(blurred(piece), ()))
        if len(piece) >= _SHORTEST_SLIP:
            for key in _deletions(piece):
                for form in self._by_deletion.get(key, ()):
                    if DamerauLevenshtein.distance(piece, form, score_cutoff=1) <= 1:
                        near[form] = None
        return (Fit.TYPO, self._customers(list(near))) if near else (Fit.NEW, ())


def _deletions(form: str) -> tuple[str, ...]:
    """The form and what is left of it without one character, in one order in every process."""
    return tuple(dict.fromkeys((form, *(form[:at] + form[at + 1 :] for at in range(len(form))))))


def _sounds_equal(piece: str, form: str) -> bool:
    """The same sound and otherwise equal. A tone may differ only where three other characters agree."""
    if len(piece) != len(form):
        return False
    equal = sum(a == b for a, b in zip(piece, form, strict=True))
    if equal >= max(3, len(form) - 1):
        return True
    return equal >= 1 and all(map(same_sound, piece, form))

"""How characters sound: readings with and without tone, initials, and pairs that dialects do not keep apart."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

# Readings that differ when the character is a surname; pypinyin lists the common one first.
SURNAME_READINGS = {
    "曾": "zeng1",
    "单": "shan4",
    "解": "xie4",
    "仇": "qiu2",
    "查": "zha1",
    "盖": "ge3",
    "朴": "piao2",
    "任": "ren2",
    "华": "hua4",
    "区": "ou1",
    "翟": "zhai2",
    "乐": "yue4",
    "尉": "wei4",
    "覃": "qin2",
    "缪": "miao4",
    "洗": "xian3",
    "宁": "ning4",
    "葛": "ge3",
    "员": "yun4",
    "召": "shao4",
}

# Characters of names whose common reading pypinyin does not list first.
NAME_READINGS = {
    "长": "chang2",
    "行": "hang2",
    "乐": "le4",
    "重": "chong2",
    "盛": "sheng4",
    "都": "du1",
    "朝": "chao2",
    "广": "guang3",
    "厦": "sha4",
    "和": "he2",
    "大": "da4",
    "发": "fa1",
    "兴": "xing1",
    "红": "hong2",
    "石": "shi2",
    "景": "jing3",
    "万": "wan4",
    "传": "chuan2",
    "调": "tiao2",
}

_TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}

# (written, heard): applied to a toneless syllable; equal results are “near, but another sound”.
_BLURS = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_BLUR_FIRST = {"n": "l", "h": "f", "r": "l"}


@cache
def _table() -> dict[int, str]:
    # 0.3 s and 20 MB: only a message with an unknown name needs it.
    import pypinyin.pinyin_dict

    table: dict[int, str] = pypinyin.pinyin_dict.pinyin_dict
    return table


def _numbered(syllable: str) -> str:
    tone = "0"
    letters: list[str] = []
    for char in unicodedata.normalize("NFD", syllable):
        if char in _TONES:
            tone = _TONES[char]
        elif char == "\u0308":
            letters[-1] = "v"
        elif char.isascii():
            letters.append(char)
    return "".join(letters) + tone


@lru_cache(maxsize=16_384)
def readings(char: str) -> tuple[str, ...]:
    """All readings of one character, the common one first, as `yuan2`; the character itself when it has none."""
    entry = _table().get(ord(char))
    listed = tuple(_numbered(part) for part in entry.split(",")) if entry else (char.lower(),)
    common = NAME_READINGS.get(char)
    return (common, *(reading for reading in listed if reading != common)) if common else listed


def reading(char: str, *, surname: bool = False) -> str:
    """The common reading, or the surname's."""
    if surname and char in SURNAME_READINGS:
        return SURNAME_READINGS[char]
    return readings(char)[0]


@lru_cache(maxsize=65_536)
def toneless(text: str) -> tuple[str, ...]:
    """Syllables without tones, the key under which names that sound alike meet."""
    return tuple(
        reading(char, surname=index == 0).rstrip("01234") if not char.isdigit() else char
        for index, char in enumerate(text)
    )


@lru_cache(maxsize=65_536)
def initials(text: str) -> str:
    """`xysm` for 鑫源商贸."""
    return "".join(syllable[0] for syllable in toneless(text) if syllable)


def same_sound(one: str, other: str) -> bool:
    """Whether two characters are commonly read alike, tone included."""
    return one == other or readings(one)[0] == readings(other)[0]


def _blurred(syllable: str) -> str:
    for written, heard in _BLURS:
        if syllable.startswith(written):
            syllable = heard + syllable[len(written) :]
    if syllable and syllable[0] in _BLUR_FIRST:
        syllable = _BLUR_FIRST[syllable[0]] + syllable[1:]
    return syllable.removesuffix("g")


@lru_cache(maxsize=16_384)
def _blur_of(char: str) -> str:
    return _blurred(readings(char)[0].rstrip("01234"))


@lru_cache(maxsize=65_536)
def blurred(text: str) -> tuple[str, ...]:
    """The key under which names meet that dialects or a hurried ear confuse: zh/z, n/l, h/f, in/ing, any tone."""
    return tuple(map(_blur_of, text))

"""Customers as people mention them."""

from __future__ import annotations

import pytest

from handlers.language.names import NameEntry, NameIndex
from handlers.language.reading import Fit
from tests.handlers.language.circle import INDEX


@pytest.mark.parametrize(
    ("text", "said", "fit", "name"),
    [
        ("青禾建材欠3000", "青禾建材", Fit.EXACT, "青禾建材"),
        ("青禾欠3000", "青禾", Fit.SHORT, "青禾建材"),
        ("长乐李总说下周付", "长乐李总", Fit.SHORT, "长乐装饰"),
        ("远洲老板来了", "远洲老板", Fit.SHORT, "远洲五金"),
        ("建军赊了600", "建军", Fit.SHORT, "郝建军"),
        ("悦来的余额", "悦来", Fit.SHORT, "悦来酒店"),
        ("青禾电器欠3000", "青禾电器", Fit.TYPO, "青禾建材"),
        ("曹总付了", "曹总", Fit.TYPO, "老曹"),
        ("长乐总共欠多少", "长乐", Fit.SHORT, "长乐装饰"),
    ],
)
def test_a_mention_is_found_where_it_stands(text: str, said: str, fit: Fit, name: str) -> None:
    (mention,) = INDEX.find(text)
    assert (mention.text, mention.fit, mention.name) == (said, fit, name)
    assert mention.span is not None
    assert text[mention.span.start : mention.span.end] == said


def test_a_brand_of_two_customers_names_both() -> None:
    (mention,) = INDEX.find("蓝鲸付了500")
    assert mention.fit is Fit.SEVERAL
    assert {name for _, name in mention.candidates} == {"蓝鲸电器", "蓝鲸水暖店"}


def test_the_trade_after_a_shared_brand_decides() -> None:
    (mention,) = INDEX.find("蓝鲸电器付了500")
    assert (mention.fit, mention.name) == (Fit.EXACT, "蓝鲸电器")


@pytest.mark.parametrize(
    ("word", "fit", "name"),
    [
        ("清禾建材", Fit.SOUND, "青禾建材"),
        ("元洲", Fit.TYPO, "远洲五金"),  # another tone in a short name
        ("常乐", Fit.SOUND, "长乐装饰"),
        ("郝建君", Fit.SOUND, "郝建军"),
        ("郝建国", Fit.TYPO, "郝建军"),
        ("qh", Fit.INITIALS, "青禾建材"),
        ("鲁大海", Fit.NEW, "鲁大海"),
    ],
)
def test_an_unknown_word_is_guessed_at(word: str, fit: Fit, name: str) -> None:
    mention = INDEX.guess(word, 0, len(word))
    assert (mention.fit, mention.name) == (fit, name)


def test_digits_in_a_name_belong_to_it() -> None:
    index = NameIndex([NameEntry(1, "88便利店")])
    assert index.find("88便利店欠500")[0].fit is Fit.EXACT
    assert index.find("188便利店") == []


def test_an_alias_is_as_good_as_the_name() -> None:
    index = INDEX.with_changes([NameEntry(1, "青禾建材", ("大青",))])
    assert index.find("大青欠500")[0].name == "青禾建材"
    assert index.version == INDEX.version + 1
    assert INDEX.find("大青欠500") == []


def test_a_removed_customer_is_not_found() -> None:
    assert INDEX.with_changes(removed=[1]).find("青禾建材") == []


def test_full_legal_names_and_regions_are_dropped() -> None:
    index = NameIndex([NameEntry(1, "杭州启明灯饰有限公司")])
    assert index.find("启明欠500")[0].name == "杭州启明灯饰有限公司"
    assert index.find("启明灯饰公司欠500")[0].text == "启明灯饰公司"


def test_a_name_is_found_among_five_thousand() -> None:
    stems = "金银铜铁锡鑫淼焱垚森宏永昌盛隆泰华"
    names = [f"{a}{b}{c}商贸" for a in stems for b in stems for c in stems][:5_000]
    index = NameIndex(NameEntry(number, name) for number, name in enumerate(names))
    assert [found.name for found in index.find("今天给金银铜送了三车货一共两万")] == ["金银铜商贸"]


def test_a_name_in_wide_or_old_characters_is_found() -> None:
    index = NameIndex([NameEntry(1, "ＡＢＣ貿易")])
    assert index.find("abc贸易欠500")[0].name == "ＡＢＣ貿易"

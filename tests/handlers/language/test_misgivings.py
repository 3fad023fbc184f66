"""Words that speak against a fact: nothing is certain then, and the one thing is asked."""

from __future__ import annotations

import pytest

from handlers.language.facts import MONEY
from handlers.language.reader import read
from handlers.language.reading import Intent, Reading
from tests.handlers.language.circle import INDEX, NOW, heard


def _posts(reading: Reading) -> bool:
    return reading.question is None and any(record.intent in MONEY for record in reading.records)


@pytest.mark.parametrize(
    "text",
    [
        "等青禾付了10万再给他发",
        "长乐结了老账2万我才装车",
        "顾九把5000打完我就给他开票",
        "悦来酒店想再拿3960的货",
        "老曹打算再订8000的木料",
        "青禾要拿6000的货 我还没答应",
        "远洲订了9000的货 下月才生产",
        "青禾12万是月底付吧",
        "长乐不用付9500了吧",
        "顾九说他已经转了360 我没看到",
        "老曹付了2000 财务查一下",
        "青禾别付5000",
        "远洲甭还那3000",
        "沈二木业拿一车钢坯抵货款 作价38000",
        "长乐报价6000",
        "让青禾先付5000",
        "青禾只肯付4500",
        "青禾8000 待转",
        "长乐8000 快转了",
        "老曹打了张5000的借条",
        "远洲还我5000 我还他300",
        "青禾批了5000 明天到账",
        "悦来酒店多付的300退了",
        "顾九把上个月的清了 还多给了200",
        "给青禾临时加5万 到月底",
        "远洲以后一次最多拿3万",
        "老曹顶多再提2万",
    ],
)
def test_a_misgiving_is_never_booked(text: str) -> None:
    assert not _posts(heard(text)), text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("顾九说他已经转了360 我没看到", "said_paid"),
        ("青禾好像拿了5000的货", None),
        ("青禾12万是月底付吧", "meant"),
    ],
)
def test_the_question_fits_what_was_said(text: str, kind: str | None) -> None:
    question = heard(text).question
    assert (question.kind if question else None) == kind


@pytest.mark.parametrize(
    "text",
    [
        "青禾不锈钢板3000 欠着",
        "远洲付了5000",
        "长乐拿了2600的别针 月底给",
        "老曹没付钱 拿货1800",
        "顾九不干胶600 挂账",
    ],
)
def test_a_plain_fact_raises_none(text: str) -> None:
    assert _posts(heard(text)), text


@pytest.mark.parametrize(
    "text",
    [
        "帮青禾付了2600运费",
        "我给长乐垫了1200",
        "通知顾九交8000",
        "可以让远洲欠4万",
        "老曹平均每月拿2600",
        "一般青禾欠9000",
        "沈二木业的4200是前年的 早结了",
        "长乐打了8000就行了",
        "郝建军给我们报了7000",
        "顾九看上一台4200的机器",
        "悦来酒店600元的代金券",
        "远洲的司机欠我150",
        "后天收长乐3600",
        "老曹搓麻将输了900",
        "青禾打折后4800",
        "老曹那批每箱便宜20 一共12箱",
        "顾九缺2000块钱周转",
        "远洲把3600还给他弟了",
        "长乐8000走的是对公还是现金",
        "青禾付8600才发货",
        "青禾3万 合同签订付30% 发货付60% 质保10%",
        "远洲三万 三三四付",
        "远洲12000 一月一付 付半年",
        "去长乐收8600",
        "青禾有三箱不要了 拉回来 360",
        "青禾广告费360冲账",
        "长乐样品360免费送了 冲掉",
        "远洲上次那批货3500 一直没记 补上",
        "入账 青禾建材 应收3500",
        "顾九介绍的客户欠8600",
        "老曹老婆借了8600",
        "长乐对面那家欠8600",
        "青禾9000给8600算了",
    ],
)
def test_what_only_sounds_like_a_fact_is_never_booked(text: str) -> None:
    assert not _posts(heard(text)), text


@pytest.mark.parametrize(
    "text",
    [
        "昨天收长乐3600现金",
        "替青禾垫了吊车费900 记他账上",
        "老曹今早给了2000",
        "长乐拿了2张麻将桌 1800 欠着",
        "去长乐收了8600",
    ],
)
def test_what_happened_is_booked(text: str) -> None:
    assert _posts(heard(text)), text


def test_a_months_end_said_on_its_last_day_is_no_payment() -> None:
    last = NOW.replace(day=31)
    reading = read("长乐赊数三千六，月底找数", now=last, index=INDEX)
    assert not _posts(reading) or reading.intent is Intent.RECORD_DEBT

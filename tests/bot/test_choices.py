"""The buttons of a question are what its text offers."""

from __future__ import annotations

import pytest

from bot.choices import choices_of, title_of


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("先没记。“张三”没见过：1 是新客户 2 是张三建材", ("是新客户", "是张三建材")),
        ("老周报的，等你一句话：\n永盛 +12,000\n1 记 2 不记", ("记", "不记")),
        ("永盛来拉5万能装吗？\n超额度\n1 放行 2 不放，或“放3万”", ("放行", "不放")),
        ("还欠 100.00，差 5 元。1 抹掉 2 留着", ("抹掉", "留着")),
        ("冲哪笔？\n1 #1001 还欠 8,000.00\n2 #1002 还欠 1.00\n都行就回“是”", ("#1001 还欠 8,000.00", "#1002 还欠 1.00")),
        ("1 8,000 2 80,000", ("8,000", "80,000")),
        ("永盛 12 瓷砖\n1 对，记 不是就发准数", ("对",)),
        ("1 就是 12,000，不是就发准数", ("就是 12,000",)),
        ("它是？1 到期日，早该给了 2 拿货的日子", ("到期日", "拿货的日子")),
        ("分几期：1 张三 2 李四\n1 分 2 不分", ("分", "不分")),
    ],
)  # fmt: skip
def test_what_is_offered(text: str, labels: tuple[str, ...]) -> None:
    assert choices_of(text, len(labels)) == labels


@pytest.mark.parametrize(
    ("text", "number"),
    [("哪个？1 a 2 b 3 c", 2), ("哪个？1 a 2 b", 3), ("多少钱？", 2), ("多少钱？", 0), ("", 1)],
)
def test_a_text_that_offers_another_number_of_choices_gets_no_buttons(text: str, number: int) -> None:
    assert choices_of(text, number) == ()


def test_the_title_is_the_first_line_without_its_choices() -> None:
    assert title_of("先没记。“张三”没见过：1 是新客户 2 是张三建材") == "先没记。“张三”没见过："
    assert title_of("\n永盛来拉5万能装吗？\n1 放行 2 不放") == "永盛来拉5万能装吗？"
    assert title_of("1 记 2 不记") == ""

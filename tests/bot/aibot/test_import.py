"""An Excel dropped into the chat is read, told about, mended row by row, and written when its sender says so (P23)."""

from __future__ import annotations

import io

import xlsxwriter

from tests.bot.aibot.shop import Shop

HEAD = ("客户", "单号", "金额", "开单日期", "到期日")
ROWS = (
    ("永盛装饰", "D1", 12000, "2026-11-03", "2026-12-31"),
    ("大发五金", "D2", 3200.5, "2026-11-05", "2027-01-05"),
)
TOTAL = ("合计", "", 15200.5, "", "")
DOUBTFUL = ("新来商行", "D3", 800, "2026-11-99", "2026-12-31")


def workbook(*rows: tuple[object, ...]) -> bytes:
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
        sheet = book.add_worksheet("应收")
        for place, row in enumerate((HEAD, *rows)):
            sheet.write_row(place, 0, row)
    return kept.getvalue()


async def dropped(shop: Shop, who: str, content: bytes) -> str:
    """What the sender reads when the file has been looked at."""
    file = shop.picture("应收台账2026.xlsx", content, kind="file")
    first = await shop.after(shop.talk.file(who, file), who)
    assert first.text.startswith("收到")
    await shop.service.keeper.finish()
    told = shop.heard(who)[-1]
    return told if told != first.text else (await shop.next(who)).text


async def worked(shop: Shop, who: str) -> str:
    """What the sender reads when the work that waits is done, as at the next tick."""

    async def work() -> None:
        shop.service.keeper.ring()

    return (await shop.after(work(), who)).text


async def test_a_clean_table_is_counted_compared_with_its_own_total_and_imported(shop: Shop) -> None:
    told = await dropped(shop, "lijie", workbook(*ROWS, TOTAL))
    assert told.splitlines() == [
        "1张表读到2行应收，合计 15,200.50，和您表里的合计行一致 ✓",
        "回“导入”就进，不要就回“不导了”",
    ]
    assert await shop.say("lijie", "导入") == "正在导入 2 行，好了告诉您"
    assert (await worked(shop, "lijie")).splitlines()[0] == "已导入2家2笔。"
    assert "净欠 12,000.00" in await shop.say("lijie", "永盛欠多少")


async def test_a_doubtful_row_is_mended_in_the_chat(shop: Shop) -> None:
    told = await dropped(shop, "lijie", workbook(*ROWS, DOUBTFUL))
    assert told.splitlines()[-1] == "1行看不准，回“看问题”逐条过，回“导入”先进其余2行"
    asked = await shop.say("lijie", "看问题")
    assert asked.startswith("应收 第4行：新来商行 D3 800")
    assert "日期看不准" in asked
    await shop.say("lijie", "11月9号")
    assert "回“导入”就进" in await worked(shop, "lijie")
    assert await shop.say("lijie", "导入") == "正在导入 3 行，好了告诉您"
    assert (await worked(shop, "lijie")).startswith("已导入3家3笔。")


async def test_a_row_may_be_left_out_and_the_rest_imported(shop: Shop) -> None:
    await dropped(shop, "lijie", workbook(*ROWS, DOUBTFUL))
    await shop.say("lijie", "看问题")
    await shop.say("lijie", "跳过")
    assert "读到2行" in await worked(shop, "lijie")


async def test_with_a_row_left_out_it_does_not_agree_with_the_total_of_the_table(shop: Shop) -> None:
    rows = (*ROWS, DOUBTFUL, ("合计", "", 16000.5, "", ""))
    told = await dropped(shop, "lijie", workbook(*rows))
    assert told.splitlines()[0] == "1张表读到3行应收，合计 15,200.50，您表里的合计行是 16,000.50"
    await shop.say("lijie", "看问题")
    await shop.say("lijie", "跳过")
    assert "✓" not in await worked(shop, "lijie")


async def test_the_same_file_again_writes_nothing_twice(shop: Shop) -> None:
    await dropped(shop, "lijie", workbook(*ROWS, TOTAL))
    await shop.say("lijie", "导入")
    await worked(shop, "lijie")
    told = await dropped(shop, "lijie", workbook(*ROWS, TOTAL))
    assert told.splitlines()[1:] == ["其中2行以前导过，不会重复", "没有要进的了，回“不导了”收起"]


async def test_not_importing_changes_nothing(shop: Shop) -> None:
    await dropped(shop, "lijie", workbook(*ROWS, TOTAL))
    assert await shop.say("lijie", "不导了") == "没导，什么都没动"


async def test_a_file_that_is_no_table_is_told_so(shop: Shop) -> None:
    assert "没看懂" in await dropped(shop, "lijie", b"not a table at all")


async def test_a_workbook_behind_a_password_is_told_so(shop: Shop) -> None:
    locked = (
        bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 512
    )
    assert (await dropped(shop, "lijie", locked)).splitlines() == [
        "这个文件有密码，打不开",
        "去掉密码存一份，再发一次",
    ]


async def test_a_debt_of_a_table_without_salespeople_names_none(shop: Shop) -> None:
    await dropped(shop, "lijie", workbook(*ROWS, TOTAL))
    await shop.say("lijie", "导入")
    await worked(shop, "lijie")
    assert "11月5日的货，单号D2" in await shop.say("lijie", "#1002")


async def test_a_salesperson_imports_nothing(shop: Shop) -> None:
    file = shop.picture("应收台账2026.xlsx", workbook(*ROWS), kind="file")
    assert "文件我还读不了" in (await shop.after(shop.talk.file("zhou", file), "zhou")).text

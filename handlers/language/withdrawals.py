"""What was booked is taken back: 撤销, 上一条不算, 刚才那笔不要了, 撤销 #1042."""

from __future__ import annotations

import re

from handlers.language.extras import yuan
from handlers.language.orders import numbers_in
from handlers.language.ours import is_waved
from handlers.language.outcome import told
from handlers.language.reading import Intent, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight

_SLIPS = (
    "唔啱",
    "讲错",
    "记错",
    "写错",
    "打错",
    "输错",
    "搞错",
    "弄错",
    "错了",
    "说错",
    "不对",
    "看错",
    "口误",
    "手",
    "点错",
    "按错",
    "敲错",
    "有误",
    "多记",
    *(f"{verb}{slip}" for verb in "搞弄记写说算报" for slip in "岔混"),
)
_KEEPS = re.compile(
    r"(?:不用|不要|别|甭|不必|没必要|不需要|先别|不|唔使)(?:给我|再|去)?(?:撤|删|取消|作废|冲销)"
)


# he goes, the suit is over, 我先撤了: no record is taken back
_LEAVES = re.compile(
    r"(?:律师|起诉|诉讼|官司|案子|投诉|异议|担保)(?:的事|那事)?(?:都|也|已经?)?撤|(?:我们?|咱们?|大家)[先也就都得]*撤了?[啊哈吧 。]*$"
)


_GOES_HOME = re.compile(
    r"[^，,。 ]{3,}[，,。 ](?:我|那我)?先撤了?[啊哈吧了]*[。~ ]*$"
)  # 老婆喊我回家，先撤了
_A_PLACE = re.compile("第[二两三四五六七八九十2-9][条笔个单]")  # 第二条撤销: of which list?
_ANEW = re.compile(r"(?:重新|重|改|再)(?:记|录|登|算)(?:成|为|一?笔|个|上)?\s?$")  # 那笔3000删了 重新记2800


_THAT = r"(?:[#＃]?\ue000|[那这][笔条单个]|[上前]面?[一那]?[笔条个步]|(?:刚才|刚刚|刚)(?:那[笔条个]|[记录发说]的)|最后[那一]?[笔条])"
# 把#1055冲掉, 上面那笔消掉, 回退一下, 收回上一条, 退回去，上一步不要
_TAKES_BACK = re.compile(
    rf"{_THAT}[^，,。;；\d]{{0,6}}(?:抹了|抹掉|冲掉|冲回|冲了|消掉|消了|抹去|划掉|拿下来|收回(?!了|来))"
    rf"|(?:冲回|收回|退回|回退|消掉|冲掉|划掉|退掉){_THAT}|^[^，,。;；\d]{{0,6}}回退(?:一下|一步|吧|$)|[，,。 ]回退(?:一下|一步|吧|$)"
    r"|(?:上一?步|前一步|刚才)(?:的)?(?:操作|记录)?(?:不要|不算|取消|退回|退掉)|退回(?:去|上一步)[，, ]*(?:上|前)"
)
_OF_HIS_CARD = re.compile(
    r"电话|手机|固话|座机|号码|地址|标签|联系人|邮箱|抬头|税号|开户行|生日|提醒|通知|短信"
)
_AN_INVOICE = re.compile(
    r"(?:发|专|普|[那这][张个]|开的|的)票[^，,。;；]{0,6}(?:作废|取消|撤|红冲|冲红|冲掉|重开)|(?:作废|红冲|冲红|撤[掉回销]?)[^，,。;；]{0,6}(?:发|专|普|[那这]张)票"
)


def undo(sight: Sight) -> Reading | None:
    """撤销, 撤回上一条, 刚才那笔不要了, 撤销 #1042; never a message that brings a new sum."""
    goes = _GOES_HOME.search(sight.bare) and not (sight.mentions or sight.has("just_now", "correct"))
    if goes or _KEEPS.search(sight.bare) or _LEAVES.search(sight.text):
        return None
    if _OF_HIS_CARD.search(sight.bare) and not sight.has("just_now"):
        return None  # 固话不用了，删掉
    if _AN_INVOICE.search(sight.bare) and not (sight.has("just_now") or is_question(sight)):
        note = {"note": sight.text}  # 那张票作废重开
        return (
            told(sight, Intent.FOLLOW_UP_NOTE, mention=sight.mention, extra=note) if sight.mentions else None
        )
    word = sight.first("undo")
    ours = not sight.mentions or sight.document("item") is not None  # 永盛那单退回去了: his goods
    back = ours and not sight.amounts and _TAKES_BACK.search(sight.bare) is not None
    surely = (
        sight.has("just_now")
        and word is not None
        and word.text.startswith(("撤", "不作数", "作废", "不算数"))
    )
    lessens = (
        sight.has("return", "discount")
        and (sight.mentions or sight.amounts or word is None)
        and not (back or surely)
    )
    if (word is None and not back and not is_waved(sight)) or is_question(sight) or lessens:
        return None
    if any(not found.text.startswith(_SLIPS) for found in sight.of("correct")):
        return None
    numbers = numbers_in(sight)
    if word is not None and sight.amounts and word.text.endswith(("抹了", "抹掉")):
        return None  # 20块那笔抹了: an odd sum is let go
    sums = [amount for amount in sight.amounts if str(numbers.get("number")) != amount.text]
    if sums and sums[-1].fen and _ANEW.search(sight.bare, 0, sums[-1].start):
        old = {"old_amount": yuan(sums[0].fen)} if len(sums) > 1 and sums[0].fen else {}
        extra = {**numbers, "field": "amount", **old}
        return told(sight, Intent.CORRECT, mention=sight.mention, amount=sums[-1].fen, extra=extra)
    if (
        word is not None
        and sums
        and not (sight.mentions or sight.has("just_now"))
        and not word.text.startswith("撤")
    ):
        return None
    if sight.dates and not sight.mentions and word is not None and word.text == "取消":
        return None
    unsure = bool(sight.mentions) and not (numbers or sums or sight.dates or sight.has("just_now"))
    unsure = unsure or ("number" not in numbers and _A_PLACE.search(sight.bare) is not None)
    reason = sight.text.partition("因为")[2].strip() or None
    extra = {**numbers, "reason": reason, "unsure": unsure or None}  # 删除永盛: what of his?
    amount = sums[0].fen if sums else None
    return told(sight, Intent.UNDO, mention=sight.mention, amount=amount, extra=extra)

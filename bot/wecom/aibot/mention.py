"""“@清账 永盛欠多少”: what is left when the bot's own mention is taken out. The platform leaves it in the text."""

from __future__ import annotations

import re
from typing import Final

# What stands behind a mention: WeCom puts U+2005 there, people type blanks.
_GAP: Final = "[ \t\u00a0\u2005\u3000]"
_ANY: Final = re.compile(rf"^{_GAP}*@\S+?(?:{_GAP}+|$)")
_GAPS: Final = re.compile("[\u00a0\u2005]")
CALLED: Final = "在吗"  # a mention and nothing else: what is said to see whether somebody is there


def without_mention(text: str, bot_name: str) -> str:
    """The words without the bot's mention, wherever it stands; without a name, without a leading mention of anybody.

    Only a mention is left: as if somebody had asked whether the bot is there.
    """
    own = re.compile(rf"@{re.escape(bot_name)}{_GAP}*") if bot_name else _ANY
    return _GAPS.sub(" ", own.sub(" ", text)).strip() or CALLED

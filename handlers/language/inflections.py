"""Verbs with what hangs on them: each head with each tail is a word of the kind, in every dialect it is said in.

A new verb is one entry among the heads, a new ending one among the tails. Words that `words` lists keep their kind.
"""

from __future__ import annotations

from collections.abc import Iterator

_GONE = "了 走 走了 去了 过去 过去了 回去了 完 完了 好 好了 咗 脱 起走 起走了"
_CAME = (
    "晒 晒了 晒数 来 来了 过来 过来了 进来 进来了 过 清 清了 清掉 完了 齐 齐了 掉了 咗 脱 脱了 给我了 给我们 给我们了 给咱 给咱们 给咱了 "
    " 我了 我们了 咱了"
)
_NOT = (
    "没 没有 还没 还没有 未 还未 尚未 未曾 没曾 勿曾 还勿曾 弗曾 勿 弗 冇 还冇 仲未 未有 没得 还没得 莫得 还莫得 一直没 一直没有"
    " 一直未 也没 也没有 没能 一分没 一分都没 一分钱没 一分钱都没 一毛没 一毛都没 毛都没 一个子没 一个子儿没 分文没 冇曾 还没来"
    " 木 木有 还木 还木有 一直木 也木 都木 不曾 还不曾 从没 从未 并未 并没 没来得及 还没来得及 没当场 未当场 没及时 没按时"
)
_PAID_FOR = (
    "付 给 结 付钱 给钱 结钱 付款 给款 结款 结账 打钱 转钱 收钱"
    " 收款 找数 给我 给我钱 给我结 给我付 给我们 给我们钱 给咱 给咱钱 给咱结 付账 埋单 买单 支付 现结 交 交钱 掏钱 得钱给 钱给"
)
_COME = "到账 入账 进账 收到 收到钱 打过来 转过来 打来 转来"
_TO_US = "我 我们 咱 咱们 俺 俺们 阿拉 我家 我店里 我公司"

# kind, heads, tails
INFLECTED: tuple[tuple[str, str, str], ...] = (
    ("unpaid", _NOT, _PAID_FOR),
    (
        "goods",
        "送 发 拉 提 拿 搬 运 买 取 弄 捎 载 领 批 扛 拖 抱 整 搞 拎 驮 抬 装 订 出 进 供 配 带走 扯 割 称 灌",
        _GONE,
    ),
    (
        "goods",
        "做 印 修 换 焊 安装 加工 制作 定做 切 裁 喷 印刷 维修 更换 保养 检修",
        "了 好 好了 完 完了 咗",
    ),
    ("paid", "付 给 还 打 转 汇 结 交 缴 上缴", _CAME),
    # told of what is in the books already, or of something new: asked
    (
        "unclear",
        _NOT,
        "还 还钱 还我 打 转 汇 收回 要回来 讨回来 回款 汇款 支 补 找 付清 还清 结清 清 清账 给清 给齐 付齐 付完 还完 结完",
    ),
    ("not_paid", _NOT, _COME),
    ("silence", "怎么 为什么 为啥 为何 咋", "没催 没人催 没去催 不催 没有催 没提醒 没人提醒"),
    ("debt", "差 欠 争 短 该 还短 还该 仍短 仍该", _TO_US),
    ("debt", "赊 欠 借 先欠 先赊 还欠着", "了 走 走了 去了 着 起 起走 起走了 倒 脱 脱了 咗 住 下 下了 到"),
    (
        "debt",
        "挂 记 先挂 先记",
        "着 起 倒 咗 账上 在账上 到账上 账上了 他账上了 他头上 他名下 在他名下 她名下 佢数 佢账",
    ),
    ("not_paid", _NOT, "还过 付过 给过 结过 打过 转过 还过钱 付过钱 给过钱 打过钱 还过账"),
    ("unclear", "少 缺", _TO_US),
)


def inflected() -> Iterator[tuple[str, str]]:
    """(word, kind), in the order of the table."""
    for kind, heads, tails in INFLECTED:
        for head in heads.split():
            for tail in tails.split():
                yield head + tail, kind

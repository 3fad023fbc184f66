"""More words of each kind, as people say them today; `words` lists the trade's own. Adding a word is one entry here, too."""

from __future__ import annotations

SAYINGS: dict[str, str] = {
    "paid": """
        还钱了 付钱了 打钱了 结钱了 交钱了 转钱了 回钱了 全部付清 全部结清 全部还清 全部付清了 全部结清了 全部还清了
    """,
    "unpaid": "没带钱 钱没带 没带够钱 忘带钱 身上没钱",
    "discount": "不收了",
    "say": "拍胸脯 拍了胸脯 拍胸口 打保票 立军令状 发誓 松口 松了口 松口了 吐口 放话 撂话 回话",
    "refuse": "破了 裂了 开裂 掉漆 起泡 发黄 有瑕疵 有毛病 缺斤少两 短斤少两 没收到过货",
    "remind": "提示我 记得提示 别让我忘了 记着提醒 到点叫我 到点喊我 招呼我 敲我",
    "limit": "提额 降额 升额 调额 加额 提额到 降额到 升额到 调额到 加额到 提额度 降额度",
    "undo": "发错群了 发错群 发错人了 发错窗口 发错地方了 白记了 不该记",
    "correct": "打成 打成了 写成 写成了 输成 输成了 录成 录成了",
    "help": "怎么发给你 会些啥 会些什么 会啥 会什么 都能干啥 能帮我啥 能帮我什么 怎么跟你说 怎么报给你",
    "due": "要回来的 该回来的 要进来的 该进来的 能回来的 要进账的 该进账的 已到期",
    "overdue": "过了日子 过了日期 过了约定 过了账期 过了时间 过了说好的",
    "filler": "那个啥 那啥 补一笔 补一单 补一条 补个账",
}

"""The simulated company 恒达建材: its keys and its people, as WeCom would know them."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.simulator.sealing import Seal


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the company. `role` as in `storage.staff`; `post` is what the screen calls it."""

    userid: str
    name: str
    role: str
    post: str
    department: str = ""
    manager: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """What the console would show of the company and its self-built app."""

    corp_id: str
    agent_id: int
    secret: str = field(repr=False)
    token: str = field(repr=False)
    aes_key: str = field(repr=False)
    bot_id: str = ""
    bot_secret: str = field(default="", repr=False)
    bot_name: str = ""

    @property
    def seal(self) -> Seal:
        return Seal(token=self.token, aes_key=self.aes_key, receive_id=self.corp_id)


@dataclass(frozen=True, slots=True)
class Group:
    """A group chat of colleagues with the AI bot in it."""

    chat_id: str
    name: str
    members: tuple[str, ...]


NAME = "恒达建材"
# Fixed, so that a restart understands what it sent before. They open nothing but a simulated database on
# 127.0.0.1: the simulator's routes exist nowhere else.
COMPANY = Company(
    corp_id="wwsimulated000001",
    agent_id=1000002,
    secret="simulated-secret-of-the-app",  # noqa: S106
    token="SimulatedToken",  # noqa: S106
    aes_key="c2ltdWxhdGVkLWtleS1vZi1oZW5nZGEtamlhbmNhaTE",
    bot_id="aibsimulated000001",
    bot_secret="simulated-secret-of-the-bot",  # noqa: S106
    bot_name="清账",
)
PEOPLE = (
    Person("laozhou", "老周", "sales", "业务员", "销售部", "zhaozong"),
    Person("xiaoli", "小李", "sales", "业务员", "销售部", "zhaozong"),
    Person("xiaosun", "小孙", "clerk", "内勤", "销售部", "zhaozong"),
    Person("lijie", "李姐", "finance", "财务", "财务部", "zhaozong"),
    Person("zhaozong", "赵总", "manager", "老板", "总经办"),
    Person("laowu", "老吴", "warehouse", "仓库", "仓储部", "zhaozong"),
    Person("xiaohe", "小何", "admin", "管理员", "总经办", "zhaozong"),
)
# In the app's visible range, and not yet known to the books.
STRANGERS = (Person("wangfang", "王芳", "none", "新同事"),)
GROUPS = (
    Group("wrsimulatedsales", "销售群", ("laozhou", "xiaoli", "xiaosun", "zhaozong")),
    Group("wrsimulatedfinance", "财务群", ("lijie", "xiaosun", "zhaozong")),
    Group("wrsimulatedmanager", "老板群", ("zhaozong", "lijie")),
)
# The robot of each group, by its key.
ROBOTS = {f"simulated-robot-{group.chat_id[11:]}": group.chat_id for group in GROUPS}

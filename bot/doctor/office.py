"""What the app may do beside talking: its menu, the address book, and the pages that open in a browser."""

from __future__ import annotations

from typing import Final

from bot.doctor.finding import Finding, Patient, ok, problem, warning
from bot.doctor.pages import RIGHTS, page_of
from bot.wecom import menu
from bot.wecom.approvals import takes_words
from bot.wecom.client import Client, app_of
from bot.wecom.wire import Answer, json_body

NAME: Final = "office"
MENU: Final = "qingzhang menu puts it there (a press says the same as typing)"
TRUSTED: Final = (
    "console: 应用管理 → 自建 → the app → 网页授权及JS-SDK → 可信域名: the host of QINGZHANG_PUBLIC_URL"
)
NO_PAGES: Final = (
    "QINGZHANG_PUBLIC_URL=https://… : then there are pages for colleagues and links for customers"
)
APPROVALS: Final = "console: 审批 → API → 可调用接口的应用: add the app; the template id is in the template's address (…__APPROVAL_TEMPLATE)"
BOOK: Final = (
    "console: 应用管理 → 自建 → the app → 可见范围: whom the app may see; people can also be added by chat"
)


async def check(patient: Patient) -> list[Finding]:
    wecom = patient.settings.wecom
    app = app_of(wecom)
    if app is None:
        return []
    client = Client(patient.http, app, base_url=wecom.api_base)
    found = [_pages(patient), await _menu(client, patient, app.agent_id), await _book(client)]
    return [*found, *await _approvals(client, wecom.approval_template)]


def _pages(patient: Patient) -> Finding:
    url = patient.settings.public_url
    if not url:
        return warning(NAME, "there are no pages: no public address is set", NO_PAGES)
    if not url.startswith("https://") and "127.0.0.1" not in url:
        return problem(NAME, f"{url} is not https: what customers see could be read on its way", NO_PAGES)
    return ok(NAME, f"pages are at {url}; its host must be a trusted domain of the app ({TRUSTED})")


async def _menu(client: Client, patient: Patient, agent_id: int) -> Finding:
    theirs = await menu.get(client, agent_id)
    if not isinstance(theirs, list):
        return problem(NAME, f"menu: {theirs.reason}", page_of(theirs))
    if not theirs:
        return warning(NAME, "the app has no menu", MENU)
    if menu.same(menu.menu_of(patient.settings.public_url), theirs):
        return ok(NAME, "the app's menu is ours")
    return warning(NAME, "the app's menu is another than ours", MENU)


async def _book(client: Client) -> Finding:
    called = await client.call("GET", "/cgi-bin/department/simplelist")
    if isinstance(called, Answer):
        count = len(called.fields.get("department_id") or ())
        return ok(NAME, f"the address book is read: {count} departments")
    mend = BOOK if getattr(called, "errcode", None) == 60011 else page_of(called)
    return warning(NAME, f"the address book cannot be read: {called.reason}", mend or RIGHTS)


async def _approvals(client: Client, template_id: str) -> list[Finding]:
    """Nobody is asked anything: the template alone is looked at."""
    if not template_id:
        return []
    called = await client.call(
        "POST", "/cgi-bin/oa/gettemplatedetail", **json_body({"template_id": template_id})
    )
    if not isinstance(called, Answer):
        return [problem(NAME, f"approvals: {called.reason}", APPROVALS)]
    if not takes_words(called):
        return [problem(NAME, "the approval's template has no text control", APPROVALS)]
    return [ok(NAME, "write-offs and limits are asked by approvals, too")]

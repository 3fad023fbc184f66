"""The rules that hold for one customer: the shipped ladder with what the company, category and customer have set."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from config.company import CompanySettings
from config.dunning import Dunning
from ledger.calendar import Calendar
from ledger.ladder import AUDIENCES, Caps, Policy, Stage, next_stage
from storage.customers import CustomerView
from storage.settings import SettingView

FORWARD = "forward"  # a text that the salesperson passes on: a way that everybody has


@dataclass(slots=True)
class Rules:
    """`texts`: scope → key → what was set. `ways`: the ways to customers that are configured, besides `FORWARD`."""

    dunning: Dunning
    company: CompanySettings
    calendar: Calendar
    texts: Mapping[str, Mapping[str, str]]
    ways: frozenset[str] = frozenset()
    _policies: dict[tuple[str, str], dict[str, Policy]] = field(default_factory=dict)
    _due: dict[tuple[tuple[str, str], int, tuple[int | None, ...]], tuple[str, ...]] = field(
        default_factory=dict
    )

    def settings(self, customer: CustomerView) -> CompanySettings:
        """Customer over category over company over what is shipped."""
        return self._over(*self._scopes(customer))

    def policies(self, customer: CustomerView) -> Mapping[str, Policy]:
        """audience → policy."""
        scopes = self._scopes(customer)
        if scopes not in self._policies:
            settings = self._over(*scopes)
            self._policies[scopes] = {
                audience: policy_of(audience, self.dunning, settings) for audience in AUDIENCES
            }
        return self._policies[scopes]

    def due(self, customer: CustomerView, age: int, reached: tuple[int | None, ...]) -> tuple[str, ...]:
        """The audiences for which a stage is due, `age` days after the due day. Remembered: there are few cases."""
        question = (self._scopes(customer), age, reached)
        known = self._due.get(question)
        if known is None:
            policies = self.policies(customer).values()
            known = self._due[question] = tuple(
                policy.audience
                for policy, said in zip(policies, reached, strict=True)
                if next_stage(policy, age, said) is not None
            )
        return known

    @property
    def channels(self) -> tuple[str, ...]:
        """The ways to customers that can be gone, in the order of the ladder."""
        return tuple(way for way in self.dunning.customer.channels if way in self.ways or way == FORWARD)

    @property
    def earliest(self) -> int:
        """Days relative to the due day of the first stage of anybody; 0 when there is none before it."""
        stages = (rung.days for name in AUDIENCES for rung in self.dunning.ladder(name).stages)
        return min(0, *stages, 0)

    def _scopes(self, customer: CustomerView) -> tuple[str, str]:
        """Only scopes in which something is set, so that most customers share their policies."""
        if not self.texts:
            return ("", "")
        category, own = f"category:{customer.category}", f"customer:{customer.id}"
        return (category if category in self.texts else "", own if own in self.texts else "")

    def _over(self, category: str, own: str) -> CompanySettings:
        return self.company.over(self.texts.get(category, {})).over(self.texts.get(own, {}))


def rules_of(
    dunning: Dunning,
    company: CompanySettings,
    calendar: Calendar,
    set_: Iterable[SettingView],
    ways: frozenset[str] = frozenset(),
) -> Rules:
    """From every setting that was set (`uow.settings.all()`)."""
    texts: dict[str, dict[str, str]] = defaultdict(dict)
    for view in set_:
        texts[view.scope][view.key] = view.value
    return Rules(dunning, company.over(texts.pop("corp", {})), calendar, texts, ways)


def policy_of(audience: str, dunning: Dunning, settings: CompanySettings) -> Policy:
    """The ladder of one audience under these settings."""
    ladder = dunning.ladder(audience)
    rungs = ladder.only(settings.several(f"stages_{audience}"))
    stages = tuple(Stage(rung.days, audience, rung.tone, rung.template) for rung in rungs)
    minimum = settings.fen("remind_minimum")
    if audience != "customer":
        return Policy(audience, stages, repeat_days=ladder.repeat, minimum=minimum)
    return Policy(
        audience,
        stages if settings.is_on("remind_customers") else (),
        repeat_days=ladder.repeat,
        min_gap_days=settings.whole("remind_gap_days"),
        caps=Caps(1, settings.whole("remind_cap_week"), settings.whole("remind_cap_month")),
        minimum=minimum,
        quiet_from=settings.at("quiet_from"),
        quiet_to=settings.at("quiet_to"),
        shifts=dunning.grades,
    )

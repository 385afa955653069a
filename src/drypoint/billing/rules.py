"""What must hold of codes on one bill. Only numbers of codes are kept: their descriptors are licensed."""

from enum import StrEnum
from functools import cache
from importlib import resources

import msgspec

from drypoint.terms import KnowledgeError, Source, Text, Value


class UnitRule(StrEnum):
    """How minutes become units of timed codes. Payers differ: the clinic chooses."""

    CMS = "cms"
    """Medicare's eight-minute rule: the minutes of all timed codes together make the units."""
    AMA = "ama"
    """The rule of eights: each code by itself, a unit from its eighth minute on."""


class UnitRuleRow(Value, frozen=True):
    """Who says a rule."""

    rule: UnitRule
    sources: tuple[str, ...]


class NeverWithNeedling(Value, frozen=True):
    """Codes that are refused beside needling, with the reason that is shown."""

    codes: tuple[str, ...]
    because: Text
    sources: tuple[str, ...]


class BillingRules(Value, frozen=True):
    """``data/rules.json``."""

    sources: dict[str, Source]
    needling: tuple[str, ...]
    unit_rules: tuple[UnitRuleRow, ...]
    never_with_needling: tuple[NeverWithNeedling, ...]

    def checked(self) -> "BillingRules":
        """These rules, or ``KnowledgeError`` for an unknown source or a unit rule that nobody says."""
        if [row.rule for row in self.unit_rules] != list(UnitRule):
            raise KnowledgeError("rules.json: say each unit rule once, in the order of UnitRule.")
        for row in (*self.unit_rules, *self.never_with_needling):
            if not row.sources or not set(row.sources) <= self.sources.keys():
                raise KnowledgeError("rules.json: name at least one declared source for each row.")
        return self


@cache
def load_billing_rules() -> BillingRules:
    """The packaged rules, read once."""
    raw = resources.files("drypoint.billing").joinpath("data/rules.json").read_bytes()
    return msgspec.json.decode(raw, type=BillingRules).checked()

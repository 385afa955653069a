"""Local rules in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from drypoint.clinic.rules.models import LocalRule
from drypoint.safety import load_places
from drypoint.web.forms.local_rules import TECHNIQUE_CHOICES
from drypoint.web.presenters.clinic_settings import who_and_when
from drypoint.web.presenters.levels import LEVELS
from drypoint.web.presenters.parts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalRuleCard:
    """One local rule with its particulars."""

    text: str
    level: str
    facts: list[Fact]
    change_url: str
    end_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalRules:
    """All of a clinic's, by whether they hold today."""

    now: list[LocalRuleCard]
    later: list[LocalRuleCard]
    past: list[LocalRuleCard]


def listed(rules: Iterable[LocalRule], *, today: date) -> LocalRules:
    """Those in force, those to come, those that ended."""
    found = LocalRules(now=[], later=[], past=[])
    for one in rules:
        part = found.now if one.holds_on(today) else found.later if one.from_day > today else found.past
        part.append(_card(one))
    return found


def words(rule: LocalRule) -> list[Fact]:
    """Its particulars."""
    places, language = load_places(), get_language() or "en"
    where = ", ".join(places.label(code, language) for code in rule.places) or _("everywhere")
    ages = [
        _("from %(age)d") % {"age": rule.age_from} if rule.age_from is not None else "",
        _("below %(age)d") % {"age": rule.age_below} if rule.age_below is not None else "",
    ]
    return [
        Fact(_("Made by"), f"{rule.name} ({rule.get_authority_display()})"),
        Fact(_("Leads to"), LEVELS[rule.outcome].word),
        Fact(_("In force"), days(rule)),
        Fact(_("Where on the body"), where),
        Fact(_("Technique"), dict(TECHNIQUE_CHOICES)[rule.technique] if rule.technique else _("any")),
        Fact(_("Age"), ", ".join(filter(None, ages)) or _("any")),
        Fact(_("Where it is written"), rule.source),
        Fact(_("Entered by"), who_and_when(rule)),
        *([Fact(_("Why it was changed"), rule.note)] if rule.note else []),
    ]


def days(rule: LocalRule) -> str:
    """From when until when."""
    begins = date_format(rule.from_day, "j M Y")
    if rule.until_day is None:
        return _("from %(day)s") % {"day": begins}
    return _("%(first)s to %(last)s") % {"first": begins, "last": date_format(rule.until_day, "j M Y")}


def _card(rule: LocalRule) -> LocalRuleCard:
    spanish = (get_language() or "").startswith("es") and rule.text_es
    return LocalRuleCard(
        text=rule.text_es if spanish else rule.text,
        level=rule.outcome,
        facts=words(rule),
        change_url=reverse("local_rule_change", args=[rule.pk]),
        end_url=reverse("local_rule_end", args=[rule.pk]),
    )

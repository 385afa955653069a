"""Rules of a state, an insurer or the clinic itself: dated, kept by the clinic, judged beside our own.

They add findings and never take one away. Drypoint ships none: what is law where is for the clinic to know.
"""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from drypoint.safety.beneath import Site
from drypoint.safety.outcomes import Kind, Outcome, Scope
from drypoint.safety.places import BodyPlaces, Place
from drypoint.safety.screening import Finding
from drypoint.terms import InvalidInput, Text, Value

LOCAL_OUTCOMES = frozenset({Outcome.STOP, Outcome.REFER, Outcome.REASONS_NEEDED, Outcome.MODIFY})
"""What a local rule may lead to; an emergency is never declared by a law."""

Technique = Literal["deep", "superficial", "tangential", "pincer", "electrical_stimulation"]

_KINDS = {Outcome.STOP: Kind.ABSOLUTE, Outcome.MODIFY: Kind.PRECAUTION}

_ACTION = Text(
    en="Follow the rule of {name}, or change the plan.", es="Siga la norma de {name}, o cambie el plan."
)
_AGE_UNKNOWN = Text(
    en="The age is not known: the rule counts as met.",
    es="No se sabe la edad: la norma cuenta como cumplida.",
)


class LocalRule(Value, frozen=True):
    """One rule that somebody outside Drypoint made, as the clinic wrote it down."""

    id: Annotated[str, Meta(min_length=1, max_length=80)]
    authority: Literal["state", "payer", "clinic"]
    name: Annotated[str, Meta(min_length=1, max_length=120)]
    """Of the state, board or insurer."""
    outcome: Outcome
    text: Annotated[str, Meta(min_length=1, max_length=500)]
    source: Annotated[str, Meta(min_length=1, max_length=500)]
    from_day: date
    until_day: date | None = None
    """Both days are in force."""
    text_es: Annotated[str, Meta(max_length=500)] = ""
    places: tuple[str, ...] = ()
    """Regions, groups, zones or muscles; none: everywhere."""
    technique: Technique | None = None
    """If set, only insertions of this technique."""
    age_from: Annotated[float, Meta(ge=0)] | None = None
    age_below: Annotated[float, Meta(ge=0)] | None = None
    """Years of the person: at least ``age_from`` and below ``age_below``. An unknown age meets the rule."""

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on ``day``."""
        return self.from_day <= day and (self.until_day is None or day <= self.until_day)


def local_findings(
    rules: tuple[LocalRule, ...],
    *,
    today: date | None,
    age: float | None,
    sites: tuple[Site, ...],
    places: BodyPlaces,
    language: Literal["en", "es"],
) -> tuple[Finding, ...]:
    """A finding on each planned insertion that a rule in force ``today`` meets.

    Raises ``InvalidInput`` when there are rules and no ``today``, or a rule leads to what no local rule may.
    """
    if rules and today is None:
        raise InvalidInput("Local rules are dated: say which day it is.", where="today")
    found: list[Finding] = []
    for number, rule in enumerate(rules):
        if rule.outcome not in LOCAL_OUTCOMES:
            allowed = ", ".join(sorted(LOCAL_OUTCOMES))
            raise InvalidInput(f"Use one of: {allowed}.", where=f"local_rules[{number}].outcome")
        places.regions_of_all(rule.places, where=f"local_rules[{number}].places")
        if today is not None and rule.holds_on(today) and _meets_age(rule, age):
            found.extend(
                _finding(rule, site, age, language) for site in sites if _meets_site(rule, site, places)
            )
    return tuple(found)


def _meets_age(rule: LocalRule, age: float | None) -> bool:
    if age is None:
        return True
    old_enough = rule.age_from is None or age >= rule.age_from
    return old_enough and (rule.age_below is None or age < rule.age_below)


def _meets_site(rule: LocalRule, site: Site, places: BodyPlaces) -> bool:
    there = not rule.places or any(site.meets(Place(region=code), places) for code in rule.places)
    match rule.technique:
        case None:
            return there
        case "electrical_stimulation":
            return there and site.insertion.electrical_stimulation
        case _:
            # A technique that is not said yet may be this one.
            return there and site.insertion.technique in (None, rule.technique)


def _finding(rule: LocalRule, site: Site, age: float | None, language: Literal["en", "es"]) -> Finding:
    said = rule.text_es if language == "es" and rule.text_es else rule.text
    aged = rule.age_from is not None or rule.age_below is not None
    because = [said] if age is not None or not aged else [said, _AGE_UNKNOWN.in_language(language)]
    return Finding(
        id=f"local_{rule.id}",
        kind=_KINDS.get(rule.outcome, Kind.RELATIVE),
        scope=Scope.REGION if rule.places else Scope.THIS_VISIT,
        outcome=rule.outcome,
        places=(),
        because=" ".join(because),
        action=_ACTION.in_language(language).format(name=rule.name),
        strictest_kind=None,
        sources=(rule.source,),
        unverified=False,
        insertion=site.index,
        authority=rule.authority,
    )

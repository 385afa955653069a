"""What a person must hear before consenting, from the same knowledge as the rules."""

from collections.abc import Iterable
from functools import cache

from drypoint import atlas as body
from drypoint.atlas import Atlas
from drypoint.safety.beneath import Insertion, locate
from drypoint.safety.packaged import check_sources, citations, content_hash, read
from drypoint.safety.places import load_places
from drypoint.safety.rules import Rule, load_rules
from drypoint.safety.screening import Screening
from drypoint.terms import KnowledgeError, Percent, Text, Value, Verification


class Statement(Value, frozen=True):
    """One thing to say."""

    id: str
    text: Text
    sources: tuple[str, ...]
    verification: Verification


class Rate(Value, frozen=True):
    """How often, in one source. Denominators differ: rates of two sources are never compared or averaged."""

    denominator: Text
    """What the source counted."""
    sources: tuple[str, ...]
    verification: Verification
    percent: Percent | None = None
    low_percent: Percent | None = None
    high_percent: Percent | None = None
    count: int | None = None
    of: int | None = None
    note: Text | None = None


class CommonEffect(Value, frozen=True):
    """An effect with what each source reports."""

    id: str
    label: Text
    rates: tuple[Rate, ...]


class RegionRisk(Value, frozen=True):
    """A risk where certain structures lie under the needle."""

    id: str
    structures: tuple[str, ...]
    text: Text
    rates: tuple[Rate, ...]
    sources: tuple[str, ...]
    verification: Verification


class ConsentFile(Value, frozen=True):
    """``consent.json``."""

    schema: int
    version: str
    statements: tuple[Statement, ...]
    common_effects: tuple[CommonEffect, ...]
    region_risks: tuple[RegionRisk, ...]
    general_risks: tuple[Statement, ...]
    alternatives: tuple[Statement, ...]


class SiteRisk(Value, frozen=True):
    """What the atlas says lies under one planned insertion, in words."""

    insertion: int
    structures: tuple[Text, ...]
    worst_events: tuple[Text, ...]
    reviewed: bool


class OwnRisk(Value, frozen=True):
    """Why this person's risk is raised: a finding of the screen, in both languages."""

    id: str
    because: Text
    action: Text
    unverified: bool


class ConsentContent(Value, frozen=True):
    """Everything that the consent page and its copy must show."""

    version: str
    """Semantic version, a plus sign, and a hash of the content."""
    statements: tuple[Statement, ...]
    common_effects: tuple[CommonEffect, ...]
    region_risks: tuple[RegionRisk, ...]
    """Risks of the structures under the planned insertions; all of them where something is not reviewed."""
    site_risks: tuple[SiteRisk, ...]
    general_risks: tuple[Statement, ...]
    own_risks: tuple[OwnRisk, ...]
    alternatives: tuple[Statement, ...]
    citations: dict[str, str]
    """Source key to citation, for every key that is used above."""


def consent_risks(
    insertions: tuple[Insertion, ...], screening: Screening | None = None, *, atlas: Atlas | None = None
) -> ConsentContent:
    """What to say for these insertions and this person's screen; ``InvalidInput`` for an unknown place.

    With no insertion planned yet, or one that nobody has reviewed, every region's risk is said.
    """
    content = load_consent()
    atlas = atlas or body.load()
    places = load_places()
    sites = tuple(locate(index, insertion, places, atlas) for index, insertion in enumerate(insertions))
    beneath = {code for site in sites for code in site.structures}
    say_all = not sites or any(not site.reviewed for site in sites)
    found = {finding.id for finding in screening.findings} if screening is not None else set[str]()
    rules: tuple[Rule, ...] = load_rules().rules
    regional = tuple(risk for risk in content.region_risks if say_all or beneath & set(risk.structures))
    return ConsentContent(
        version=f"{content.version}+{content_hash('consent.json', 'sources.json')}",
        statements=content.statements,
        common_effects=content.common_effects,
        region_risks=regional,
        site_risks=tuple(
            SiteRisk(
                insertion=site.index,
                structures=tuple(atlas.structure(code).label for code in site.structures),
                worst_events=tuple(
                    atlas.event(code).label
                    for code in dict.fromkeys(code for hazard in site.hazards for code in hazard.worst_events)
                ),
                reviewed=site.reviewed,
            )
            for site in sites
        ),
        general_risks=content.general_risks,
        own_risks=tuple(
            OwnRisk(
                id=rule.id,
                because=rule.because,
                action=rule.action,
                unverified=rule.verification.is_unverified,
            )
            for rule in rules
            if rule.id in found
        ),
        alternatives=content.alternatives,
        citations={key: citations((key,))[0] for key in sorted(_sources_of(content))},
    )


def _sources_of(content: ConsentFile) -> set[str]:
    """Every source key that the file uses."""
    return {key for _, keys in _rows(content) for key in keys}


def _rows(content: ConsentFile) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Id and source keys of every row."""
    for row in (*content.statements, *content.general_risks, *content.alternatives, *content.region_risks):
        yield row.id, row.sources
    for effect in (*content.common_effects, *content.region_risks):
        for rate in effect.rates:
            yield effect.id, rate.sources


@cache
def load_consent() -> ConsentFile:
    """The consent content, cross-checked."""
    content = read("consent.json", ConsentFile)
    check_consent(content)
    return content


def check_consent(content: ConsentFile) -> None:
    """``KnowledgeError`` on a row without a source or a rate that says nothing."""
    for row, keys in _rows(content):
        check_sources("consent.json", row, keys)
    for effect in (*content.common_effects, *content.region_risks):
        for rate in effect.rates:
            if rate.percent is None and rate.count is None and rate.low_percent is None:
                raise KnowledgeError(f"safety/data/consent.json, {effect.id}: a rate without a number")

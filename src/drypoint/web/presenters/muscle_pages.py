"""Everything the atlas knows of one muscle, with its sources and what is unverified."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drypoint import atlas
from drypoint.atlas import Hazard, HazardBasis, IdentifierScope, Muscle, ReferralPattern
from drypoint.atlas.anatomy import Statement, anatomy_file, anatomy_of
from drypoint.atlas.body import sites_file, sites_of
from drypoint.atlas.rows import Row
from drypoint.clinic.visits.rows import PlannedInsertion
from drypoint.figures import Figure
from drypoint.terms import Side
from drypoint.web.presenters import atlas_evidence as evidence
from drypoint.web.presenters import under
from drypoint.web.presenters.atlas_pictures import language, point_picture, sites_on_the_body
from drypoint.web.presenters.atlas_places import Place
from drypoint.web.presenters.muscles import muscle_name, region_name
from drypoint.web.presenters.zones import zones
from drypoint.web.site_pictures import Picture

RELATIVES = 6
"""Of the muscles whose pain is felt in the same places, so many are named."""
SCOPES: dict[str, str | Promise] = {
    IdentifierScope.EXACT: gettext_lazy("this very muscle"),
    IdentifierScope.WHOLE: gettext_lazy("the whole muscle, of which this is a part"),
    IdentifierScope.MEMBER: gettext_lazy("one member of this group"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One thing that is said of the muscle; ``foreign`` where the row has only English words."""

    term: str | Promise
    text: str
    sources: tuple[str, ...] = ()
    unverified: bool = False
    foreign: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A way to another page of the atlas."""

    name: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One trigger point: where it is sought and where its pain is felt."""

    number: int
    url: str
    words: str
    """Where a finger begins; empty where it is not drawn yet."""
    words_sources: tuple[str, ...]
    essential: list[Link]
    spillover: list[Link]
    crosses: list[str]
    figure: Figure
    unverified: bool
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MusclePage:
    """One muscle."""

    id: str
    name: str
    latin: str
    other_name: str
    """Its name in the other language."""
    everyday: str
    also: str
    region: str
    is_paired: bool
    is_drawn: bool
    covered: bool
    pictures: list[Picture]
    anatomy: list[Said]
    entrapment: Said | None
    lengthened: Said | None
    points: list[Point]
    palpation: Said
    under: under.UnderCard
    findings: list[evidence.Finding]
    is_neighbours_row: bool
    """Whether what lies under was written for a neighbour with the same structures."""
    prevalence: list[evidence.PrevalenceRow]
    billing: Said
    identifiers: Said
    relatives: list[Link]
    unverified: list[str | Promise]
    verified: list[str | Promise]
    citations: list[str]
    """Every source of the page, each once; on paper the closed notes are not seen."""
    note: str


def present(muscle: Muscle, place: Place) -> MusclePage:
    """The page of one muscle."""
    body = atlas.load()
    row = next((row for row in sites_file().muscles if row.muscle == muscle.id), None)
    planned = [PlannedInsertion(side=muscle.sides[0], muscle=muscle.id)]
    (card,) = under.cards(under.from_atlas(planned), planned)
    found = anatomy_of(muscle.id)
    statements = _statements(muscle)
    doubtful = [name for name, rows in statements if any(row.verification.is_unverified for row in rows)]
    return MusclePage(
        id=muscle.id,
        name=muscle_name(muscle.id),
        latin=muscle.latin,
        other_name=muscle.name.in_language("en" if language() == "es" else "es"),
        everyday=muscle.everyday.in_language(language()) if muscle.everyday else "",
        also=", ".join(found.also) if found else "",
        region=region_name(muscle.region),
        is_paired=muscle.paired,
        is_drawn=row is not None,
        covered=row is not None and row.covered,
        pictures=sites_on_the_body(muscle.id),
        anatomy=list(_anatomy(muscle)),
        entrapment=_said(_("Nerves and vessels close by"), found.entrapment) if found else None,
        lengthened=_said(_("It is long with"), found.lengthened) if found else None,
        points=[_point(muscle, pattern, place) for pattern in muscle.patterns],
        palpation=_palpation(muscle),
        under=card,
        findings=evidence.findings(body.hazards_of(muscle.id)),
        is_neighbours_row=_is_neighbours(muscle),
        prevalence=evidence.prevalence_of(muscle.id),
        billing=_billing(muscle),
        identifiers=_identifiers(muscle),
        relatives=_relatives(muscle, place),
        unverified=doubtful,
        verified=[name for name, _rows in statements if name not in doubtful],
        citations=_citations(row for _name, rows in statements for row in rows),
        note=muscle.note or "",
    )


def _palpation(muscle: Muscle) -> Said:
    """Whether and how a finger reaches it."""
    row = muscle.palpability
    words = evidence.PALPABLE[row.palpable]
    return Said(
        term="" if row.palpable is False else evidence.ROUTES[row.route],
        text=str(words),
        sources=atlas.load().cited(row.sources),
        unverified=row.verification.is_unverified,
    )


def _anatomy(muscle: Muscle) -> Iterator[Said]:
    found = anatomy_of(muscle.id)
    if found is None:
        yield Said(term=_("Attachments and action"), text=_("Nothing recorded yet with a source."))
    else:
        cited = _cited_anatomy(found.sources)
        for term, text in (
            (_("Origin"), found.origin),
            (_("Insertion"), found.insertion),
            (_("Action"), found.action),
        ):
            yield Said(
                term=term,
                text=text.in_language(language()),
                sources=cited,
                unverified=found.verification.is_unverified,
            )
    nerve = muscle.innervation
    yield Said(
        term=_("Nerve"),
        text=found.nerve_es if found and language() == "es" else nerve.text,
        sources=atlas.load().cited(nerve.sources),
        unverified=nerve.verification.is_unverified,
        foreign=found is None,
    )


def _said(term: str, row: Statement | None) -> Said | None:
    if row is None:
        return None
    return Said(
        term=term,
        text=row.says.in_language(language()),
        sources=_cited_anatomy(row.sources),
        unverified=row.verification.is_unverified,
    )


def _point(muscle: Muscle, pattern: ReferralPattern, place: Place) -> Point:
    side = muscle.sides[-1]
    site = next((one for one in sites_of(muscle.id, Side.RIGHT) if one.trp == pattern.trp), None)
    return Point(
        number=pattern.trp,
        url=place.muscle(muscle.id, pattern.trp),
        words=site.words.in_language(language()) if site else "",
        words_sources=tuple(sites_file().sources[key].citation for key in site.sources) if site else (),
        essential=zone_links(pattern.essential, place),
        spillover=zone_links(pattern.spillover, place),
        crosses=[_zone(code) for code in pattern.crosses],
        figure=point_picture(muscle.id, pattern.trp, side),
        unverified=pattern.verification.is_unverified,
        sources=atlas.load().cited(pattern.sources),
    )


def zone_links(codes: Iterable[str], place: Place) -> list[Link]:
    """Zones as links to their pages."""
    return [Link(name=_zone(code), url=place.zone(code)) for code in codes]


def _relatives(muscle: Muscle, place: Place) -> list[Link]:
    """Muscles whose pain is felt in the same places, the most alike first (shared zones of all, Jaccard)."""
    mine = _felt(muscle)
    alike = []
    for other in atlas.load().muscles:
        shared = mine & _felt(other)
        if other.id != muscle.id and other.billing_muscle != muscle.billing_muscle and shared:
            alike.append((-len(shared) / len(mine | _felt(other)), other.id, shared))
    return [
        Link(
            name=muscle_name(other),
            url=place.muscle(other),
            note=", ".join(_zone(code) for code in zones() if code in shared),
        )
        for _likeness, other, shared in sorted(alike)[:RELATIVES]
    ]


def _felt(muscle: Muscle) -> frozenset[str]:
    return frozenset(code for pattern in muscle.patterns for code in pattern.essential)


def _billing(muscle: Muscle) -> Said:
    row = muscle.billing
    counted = row.muscle.replace("_", " ")
    return Said(
        term=evidence.BILLING[row.basis],
        text=counted,
        sources=atlas.load().cited(row.sources),
        unverified=row.verification.is_unverified,
        foreign=True,
    )


def _identifiers(muscle: Muscle) -> Said:
    row = muscle.identifiers
    codes = [f"{row.fma} ({row.fma_term})"] if row.fma else []
    codes += [f"{row.uberon} ({row.uberon_name})"] if row.uberon else []
    return Said(
        term=SCOPES.get(row.scope, ""),
        text=", ".join(codes),
        sources=atlas.load().cited(row.sources),
        unverified=row.verification.is_unverified,
        foreign=True,
    )


def _is_neighbours(muscle: Muscle) -> bool:
    links = () if muscle.hazards == "not_reviewed" else muscle.hazards
    return bool(links) and all(link.basis is HazardBasis.SAME_STRUCTURES for link in links)


def _statements(muscle: Muscle) -> list[tuple[str | Promise, list[Row]]]:
    """What the page says, by part, with the rows that it rests on; parts without a row are left out."""
    body = atlas.load()
    hazards = body.hazards_of(muscle.id)
    found = anatomy_of(muscle.id)
    drawn = [row for row in sites_file().muscles if row.muscle == muscle.id]
    parts: tuple[tuple[str | Promise, list[Row]], ...] = (
        (_("identifiers"), [muscle.identifiers] if muscle.identifiers.fma else []),
        (_("nerve"), [muscle.innervation]),
        (_("attachments and action"), [found] if found else []),
        (_("the position in which it is long"), [found.lengthened] if found and found.lengthened else []),
        (_("nerves and vessels close by"), [found.entrapment] if found and found.entrapment else []),
        (_("outline and places of the trigger points"), [*drawn]),
        (_("where the pain is felt"), [*muscle.patterns]),
        (_("whether it can be palpated"), [muscle.palpability]),
        (_("what lies under"), [*hazards]),
        (_("reported depths and findings"), [*_reported(hazards)]),
        (_("what is taught about needling here"), [*_taught(hazards)]),
        (_("how well examiners agree"), [*body.palpation.agreement]),
        (_("how often trigger points were found"), [*evidence.rows_of(muscle.id)]),
        (_("how it counts in a procedure code"), [muscle.billing]),
    )
    return [(name, rows) for name, rows in parts if rows]


def _reported(hazards: Iterable[Hazard]) -> Iterator[Row]:
    for hazard in hazards:
        yield from hazard.reported_depths
        yield from hazard.reported_findings


def _taught(hazards: Iterable[Hazard]) -> Iterator[Row]:
    for hazard in hazards:
        yield from hazard.technique_facts
        for disagreement in hazard.disagreements:
            yield from disagreement.positions


def _citations(rows: Iterable[Row]) -> list[str]:
    """Keys mean the same source in every file."""
    elsewhere = {**sites_file().sources, **anatomy_file().sources}
    keys = dict.fromkeys(key for row in rows for key in row.sources)
    cited = ((elsewhere[key].citation,) if key in elsewhere else atlas.load().cited([key]) for key in keys)
    return list(dict.fromkeys(one for found in cited for one in found))


def _cited_anatomy(keys: Iterable[str]) -> tuple[str, ...]:
    declared = anatomy_file().sources
    return tuple(declared[key].citation for key in keys)


def _zone(code: str) -> str:
    return zones()[code].label.in_language(language())

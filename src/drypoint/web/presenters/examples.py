"""A published case in words, on the chart, and beside the ranking."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from drypoint import atlas
from drypoint.figures import Figure
from drypoint.painmap import RankRequest, rank
from drypoint.painmap.request import ZoneCover
from drypoint.web.guided_cases import GuidedCase
from drypoint.web.presenters.body_pictures import zones_figure
from drypoint.web.presenters.muscles import muscle_name
from drypoint.web.presenters.pain_drawings import zones_table
from drypoint.web.presenters.parts import Fact, Table
from drypoint.web.presenters.zones import SIDES, zones

READ: dict[str, str | Promise] = {
    "abstract": gettext_lazy("its abstract"),
    "excerpt": gettext_lazy("an excerpt or a summary of it"),
    "memory": gettext_lazy("nothing: it stands from memory"),
}
KINDS: dict[str, str | Promise] = {
    "report": gettext_lazy("Case report"),
    "series": gettext_lazy("Case series"),
}
TOP = 20
"""How far down the ranking a reported muscle is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the ranking puts a muscle that the report found; ``None``: not among the first ``TOP``."""

    name: str
    rank: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One case as a page shows it."""

    case: GuidedCase
    title: str
    words: str
    facts: list[Fact]
    zones: Table
    figure: Figure
    all_shown: bool
    """Whether every marked place has skin that a figure can show."""
    doubts: str
    side_unsaid: str
    """Says so where the report does not name the side; else empty."""


def present(case: GuidedCase) -> Example:
    """The case, without what the report found."""
    language = get_language() or "en"
    drawn = case.drawing()
    unsaid = _("What we read does not say the side. It is drawn on the %(side)s here.")
    return Example(
        case=case,
        title=title(case),
        words=case.words.in_language(language),
        facts=[
            Fact(_("Kind"), str(KINDS[case.kind])),
            Fact(_("What we read of it"), READ[case.read], unverified=case.source.verification.is_unverified),
        ],
        zones=zones_table(drawn),
        figure=zones_figure(drawn, name="example"),
        all_shown=not any(zones()[zone.code].inner for zone in drawn),
        doubts=case.doubts.in_language(language) if case.doubts else "",
        side_unsaid="" if case.side else unsaid % {"side": SIDES[case.drawn_side]},
    )


def title(case: GuidedCase) -> str:
    """The complaint, as it begins a line."""
    said = atlas.load().complaint(case.complaint).label.in_language(get_language() or "en")
    return said[:1].upper() + said[1:]


def found(case: GuidedCase) -> list[Place]:
    """The muscles that the report found, each with its place in our ranking of the same zones."""
    ranking = rank(
        RankRequest(
            zones=tuple(ZoneCover(code=one.code, side=one.side, cover=one.cover) for one in case.drawing()),
            complaint=case.complaint,
            top=TOP,
        ),
        atlas=atlas.load(),
    )
    places = {(one.muscle, one.side): number for number, one in enumerate(ranking.candidates, start=1)}
    return [
        Place(name=muscle_name(muscle), rank=places.get((muscle, case.drawn_side))) for muscle in case.muscles
    ]


def listing(cases: Sequence[GuidedCase]) -> list[Example]:
    """Every case for the list."""
    return [present(case) for case in cases]

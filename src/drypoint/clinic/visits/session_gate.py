"""What speaks against an event of a needling session, by plan, consents and visit as they stood."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _

from drypoint import atlas
from drypoint.clinic.visits.languages import engine_language
from drypoint.clinic.visits.models import NeedlingPlan, NeedlingSession, Question, Visit, VisitStatus
from drypoint.clinic.visits.queries.consents import ConsentHistory
from drypoint.clinic.visits.queries.plans import current_plan
from drypoint.clinic.visits.rows import PlannedInsertion
from drypoint.needling import Event, EventType
from drypoint.safety import load_places
from drypoint.terms import InvalidInput

NEEDLING = frozenset({EventType.INSERTED, EventType.MANIPULATED, EventType.ESTIM_ON})
"""Events that needle further. What gets needles out, counts them or tells of harm is never objected to."""


@dataclass(frozen=True, slots=True)
class Objection:
    """Why an event ought not to have happened."""

    question: Question
    sentence: str
    """To somebody who can still leave it."""


class Gate:
    """Asked about each event of a batch; plans and consents are read once, when first asked for."""

    def __init__(self, visit: Visit, header: NeedlingSession) -> None:
        self._visit, self._header = visit, header

    def objections(self, event: Event) -> list[Objection]:
        """All that speaks against a needling event, by the server's clock; nothing for any other.

        ``InvalidInput`` for a muscle that the atlas does not know, or a side that it does not have.
        """
        require_known(event)
        if event.type not in NEEDLING:
            return []
        found = self.stops(at=event.at)
        if event.type is EventType.INSERTED and all(one.question is not Question.NO_CONSENT for one in found):
            found += self._of_place(event)
        return found

    def stops(self, *, at: datetime) -> list[Objection]:
        """What speaks against needling any further at all."""
        found: list[Objection] = []
        if self.is_signed:
            found.append(
                Objection(
                    Question.NOTE_SIGNED, _("The note of this visit is signed. Write an addendum to it.")
                )
            )
        if not self._consents.standing(at=at):
            found.append(
                Objection(
                    Question.NO_CONSENT, _("The consent was withdrawn. Take the needles out and count them.")
                )
            )
        return found

    @property
    def is_signed(self) -> bool:
        """Whether the note of the visit is signed."""
        return self._visit.status != VisitStatus.OPEN

    @property
    def plan(self) -> tuple[PlannedInsertion, ...]:
        """What is needled by: the standing plan once it is signed, else the one of the start."""
        standing = self._standing_plan
        signed = standing is not None and standing.signed_at is not None
        found: tuple[PlannedInsertion, ...] = (
            standing if standing and signed else self._header.plan
        ).insertions
        return found

    @cached_property
    def _standing_plan(self) -> NeedlingPlan | None:
        return current_plan(self._visit)

    @cached_property
    def _planned(self) -> frozenset[tuple[str, str]]:
        return _planned_places(self._standing_plan, self._header.plan)

    @cached_property
    def _consents(self) -> ConsentHistory:
        return ConsentHistory(self._visit.episode)

    def is_planned(self, event: Event) -> bool:
        """Whether a signed plan of the visit names the muscle on that side."""
        return (str(event.muscle), str(event.side)) in self._planned

    def _of_place(self, event: Event) -> list[Objection]:
        places = load_places()
        found: list[Objection] = []
        regions = places.regions_of(str(event.muscle), where="events[].muscle")
        missing = regions - self._consents.regions(at=event.at)
        if missing:
            labels = ", ".join(places.label(region, engine_language()) for region in sorted(missing))
            found.append(
                Objection(
                    Question.NOT_CONSENTED_HERE,
                    _("The consent does not cover: %(regions)s.") % {"regions": labels},
                )
            )
        if not self.is_planned(event) and not event.data.note:
            found.append(
                Objection(
                    Question.NOT_ON_PLAN,
                    _("This muscle is not on the signed plan. Say why it is needled."),
                )
            )
        return found


def require_known(event: Event) -> None:
    """Raise ``InvalidInput`` for an insertion where the atlas knows no muscle, or not on that side."""
    if event.type is not EventType.INSERTED:
        return
    try:
        known = atlas.load().muscle(str(event.muscle))
    except InvalidInput as unknown:
        raise InvalidInput(_("Choose a muscle from the list."), where="events[].muscle") from unknown
    if event.side not in known.sides:
        raise InvalidInput(_("Choose the side."), where="events[].side")


def _planned_places(*plans: NeedlingPlan | None) -> frozenset[tuple[str, str]]:
    return frozenset(
        (str(insertion.muscle), insertion.side.value)
        for plan in plans
        if plan is not None and plan.signed_at is not None
        for insertion in plan.insertions
        if insertion.muscle is not None
    )

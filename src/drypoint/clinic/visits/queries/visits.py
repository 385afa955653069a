"""Reads of visits: what is open, and what the last visit did."""

from dataclasses import dataclass

from django.db.models import QuerySet

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.visits.models import ExercisePrescription, NeedlingPlan, Visit
from drypoint.clinic.visits.rows import PlannedInsertion, PrescribedExercise


def open_visits(clinic: Clinic) -> QuerySet[Visit]:
    """Visits without a signed note, newest first."""
    return (
        clinic.visits.open()
        .select_related("episode__person", "therapist__user")
        .order_by("-started_at", "-id")
    )


def visits_of_episode(visit: Visit) -> QuerySet[Visit]:
    """This visit and the others of its episode.

    Ask for their facts with ``visit__in``: each kind of fact has an index on clinic and visit, while
    ``visit__episode`` makes SQLite read every fact of the clinic.
    """
    return Visit.objects.filter(clinic_id=visit.clinic_id, episode_id=visit.episode_id)


def earlier_visits(visit: Visit) -> QuerySet[Visit]:
    """The visits of its episode that began before this one."""
    return visits_of_episode(visit).filter(started_at__lt=visit.started_at)


def previous_visit(visit: Visit) -> Visit | None:
    """The visit before this one in the episode."""
    return earlier_visits(visit).order_by("-started_at", "-id").first()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposals:
    """What the last visit with a plan, or with exercises, held: to propose anew, never taken over."""

    insertions: tuple[PlannedInsertion, ...] = ()
    indication: str = ""
    sites: tuple[tuple[str, str, int], ...] = ()
    """Muscle, side and site of each planned trigger point."""
    exercises: tuple[PrescribedExercise, ...] = ()
    plan_from: Visit | None = None
    exercises_from: Visit | None = None


def same_as_last_time(visit: Visit) -> Proposals:
    """Plan, sites and exercises of earlier visits as proposals; a plan made of them is reviewed anew."""
    earlier = {"clinic_id": visit.clinic_id, "visit__in": earlier_visits(visit)}
    newest = ("-visit__started_at", "-id")
    plan = (
        NeedlingPlan.objects.current()
        .filter(signed_at__isnull=False, **earlier)
        .select_related("visit")
        .order_by(*newest)
        .first()
    )
    prescription = (
        ExercisePrescription.objects.current()
        .filter(**earlier)
        .select_related("visit")
        .order_by(*newest)
        .first()
    )
    insertions: tuple[PlannedInsertion, ...] = plan.insertions if plan is not None else ()
    sites = ((str(one.muscle), one.side.value, one.site or 1) for one in insertions if one.muscle is not None)
    return Proposals(
        insertions=insertions,
        indication=plan.indication if plan is not None else "",
        sites=tuple(dict.fromkeys(sites)),
        exercises=prescription.exercises if prescription is not None else (),
        plan_from=plan.visit if plan is not None else None,
        exercises_from=prescription.visit if prescription is not None else None,
    )

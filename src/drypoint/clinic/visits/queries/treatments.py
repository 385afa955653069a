"""What was done in a visit beside needling, and what the person takes home."""

from drypoint.clinic.visits.models import ExercisePrescription, OtherTreatment, Visit


def other_treatments(visit: Visit) -> list[OtherTreatment]:
    """Treatments of the visit that stand, in the order of recording."""
    return list(
        OtherTreatment.objects.current()
        .filter(clinic_id=visit.clinic_id, visit=visit)
        .select_related("recorded_by__user")
        .order_by("recorded_at", "id")
    )


def current_prescription(visit: Visit) -> ExercisePrescription | None:
    """The visit's list of exercises that stands."""
    return ExercisePrescription.objects.current().filter(clinic_id=visit.clinic_id, visit=visit).first()

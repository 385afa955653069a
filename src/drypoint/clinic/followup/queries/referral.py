"""The letter that asks a doctor for clearance, from the record."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from drypoint import atlas
from drypoint.clinic.episodes.models import BodySide, Clearance, PlanOfCare
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.followup.queries.note_draft import VERSION, letterhead, paper, person_strip, signature_of
from drypoint.clinic.visits.models import NeedlingPlan, Screening
from drypoint.documents import Bullets, Language, ReferralLetterContent, Stamp


def referral_letter_content(
    clearance: Clearance,
    *,
    language: Language = "en",
    urgent: bool = False,
    meanwhile: str | None = None,
    agreed_to_share: str | None = None,
) -> ReferralLetterContent:
    """What the letter of ``clearance`` says: findings of the newest screening, the plan, the question.

    The first line of ``asked_whom`` is the name. Raises ``NotAllowedNow`` without the person's date of
    birth, or for a request that no named member of staff made.
    """
    episode, clinic = clearance.episode, clearance.clinic
    if clearance.recorded_by_id is None:
        raise NotAllowedNow(_("A letter goes out under a name. Ask again, signed in as yourself."))
    at = clearance.asked_at.astimezone(clinic.zone)
    lines = tuple(line.strip() for line in clearance.asked_whom.splitlines() if line.strip())
    care = PlanOfCare.objects.current().filter(clinic_id=clinic.pk, episode=episode).first()
    with translation.override(language):
        return ReferralLetterContent(
            language=language,
            paper=paper(clinic),
            letterhead=letterhead(clinic),
            person=person_strip(episode.person),
            stamp=Stamp(reference=str(clearance.pk), version=VERSION, at=at),
            is_demo=clinic.is_demo,
            recipient=lines,
            written_on=at.date(),
            salutation=_("Dear %(name)s,") % {"name": lines[0]},
            urgent=urgent,
            why=(episode.title, *((care.indication,) if care is not None else ())),
            findings=(Bullets(items=_findings(clearance)),),
            planned=_planned(clearance, language),
            question=clearance.question,
            signature=signature_of(clearance.recorded_by_id, at=at),
            meanwhile=meanwhile,
            agreed_to_share=agreed_to_share,
        )


def _findings(clearance: Clearance) -> tuple[str, ...]:
    screening = (
        Screening.objects.current()
        .filter(clinic_id=clearance.clinic_id, visit__in=clearance.episode.visits.all())
        .select_related("engine_result")
        .order_by("-visit__started_at", "-id")
        .first()
    )
    found: list[dict[str, Any]] = screening.engine_result.result["findings"] if screening is not None else []
    because = {finding["id"]: str(finding["because"]) for finding in found}
    return tuple(because.get(asked, asked) for asked in clearance.finding_ids)


def _planned(clearance: Clearance, language: Language) -> tuple[str, ...]:
    plan = (
        NeedlingPlan.objects.current()
        .filter(clinic_id=clearance.clinic_id, visit__in=clearance.episode.visits.all())
        .order_by("-visit__started_at", "-id")
        .first()
    )
    if plan is None:
        return (_("Dry needling, no muscle chosen yet."),)
    places = (
        _("%(place)s, %(side)s")
        % {
            "place": (
                atlas.load().muscle(one.muscle).name
                if one.muscle is not None
                else atlas.load().zone(str(one.zone)).label
            ).in_language(language),
            "side": BodySide(one.side.value).label,
        }
        for one in plan.insertions
    )
    return (_("Dry needling of: %(places)s.") % {"places": "; ".join(dict.fromkeys(places))},)

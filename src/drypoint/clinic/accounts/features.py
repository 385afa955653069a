"""The switches of the intended use: what a real clinic must accept by name before it acts on people.

The statement is what the person who accepts has read. A changed wording gets a new version, so that
an acceptance always says which words it accepted.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

STATEMENT_VERSION = "1"


class Feature(models.TextChoices):
    """One switch; off in a real clinic until accepted, on in a demo clinic."""

    PATIENT_SCREENING_AND_TRIAGE = (
        "patient_screening_and_triage",
        _("Screening and triage answered by patients themselves"),
    )
    RANKING = "ranking", _("Ranking of muscles from the pain drawing")
    FORECAST = "forecast", _("Forecast of the course")
    DECISION = "decision", _("Suggested next step")


STATEMENTS = {
    Feature.PATIENT_SCREENING_AND_TRIAGE: _(
        "Patients will answer safety questions without a professional beside them, and the answer tells "
        "them whether to call, come or go to an emergency department. The rules are declared and sourced, "
        "they are not cleared by any regulator, and they miss what a patient does not report. Our clinic "
        "reads each answer and stays reachable on the number it shows."
    ),
    Feature.RANKING: _(
        "The ranking orders muscles by how well published referral patterns explain a pain drawing. It has "
        "not been shown to improve care, it is not a diagnosis, and palpation decides. Our clinicians can "
        "see what speaks for and against each muscle and remain responsible for the choice."
    ),
    Feature.FORECAST: _(
        "The forecast is a calculation from published averages and this patient's own scores. Where it rests "
        "mostly on assumptions it says so. It promises nothing to anyone, and our clinicians do not show it "
        "to patients as a promise."
    ),
    Feature.DECISION: _(
        "The suggested next step follows declared rules that are a project's decision built on published "
        "numbers; no clinical prediction rule for dry needling has been validated. Our clinicians decide, "
        "and record their own reason."
    ),
}

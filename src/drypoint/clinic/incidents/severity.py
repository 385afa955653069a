"""Published ways to grade an adverse event; a grade is never stored without the scheme it belongs to."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Grade:
    """One step of a scheme, in the scheme's own meaning."""

    code: str
    name: str | Promise
    meaning: str | Promise


@dataclass(frozen=True, slots=True)
class Scheme:
    """A way to grade, and who published it."""

    code: str
    source: str
    grades: tuple[Grade, ...]


WHITE = Scheme(
    code="white",
    source="White, as used by Physiotherapy Alberta, Dry Needling Adverse Events FAQ",
    grades=(
        Grade("mild", _("Mild"), _("Short, goes away again, does not inconvenience the patient.")),
        Grade(
            "significant",
            _("Significant"),
            _("Needs medical attention or interferes with the patient's activities."),
        ),
        Grade(
            "serious",
            _("Serious"),
            _("Hospital admission with possible lasting or significant disability, or death."),
        ),
    ),
)
WHITE_2001 = Scheme(
    code="white_2001",
    source="White A, Hayhoe S, Hart A, Ernst E 2001, BMJ 323:485-486, doi 10.1136/bmj.323.7311.485",
    grades=(
        Grade(
            "minor",
            _("Minor"),
            _("Any ill effect, however small, that is unintended and not part of the treatment."),
        ),
        Grade(
            "significant",
            _("Significant"),
            _("Unusual, new, dangerous, markedly inconvenient, or needing further information."),
        ),
    ),
)
SCHEMES: dict[str, Scheme] = {scheme.code: scheme for scheme in (WHITE, WHITE_2001)}


def is_grade(scheme: str, grade: str) -> bool:
    """Whether ``grade`` belongs to ``scheme``."""
    return scheme in SCHEMES and grade in {step.code for step in SCHEMES[scheme].grades}

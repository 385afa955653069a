"""The texts that a clinic has pasted."""

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.visits.models import QuestionnaireText


def last_texts(clinic: Clinic) -> dict[tuple[str, str], QuestionnaireText]:
    """The last word on each instrument and language, taken back or not."""
    standing = QuestionnaireText.objects.current().filter(clinic=clinic).select_related("recorded_by__user")
    return {(one.instrument, one.language): one for one in standing}


def item_texts(clinic: Clinic, instrument: str, language: str) -> tuple[str, ...]:
    """The items of ``instrument`` in ``language``, else in any other; empty where the clinic pasted none."""
    texts = {
        key[1]: one.items for key, one in last_texts(clinic).items() if key[0] == instrument and one.items
    }
    found: tuple[str, ...] = texts.get(language) or next(iter(texts.values()), ())
    return found

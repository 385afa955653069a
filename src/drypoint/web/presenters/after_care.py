"""After-care in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from drypoint.clinic.followup.models import AfterCare
from drypoint.clinic.followup.queries.after_care_words import Help, Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpShown:
    """One box: how soon, which signs, whom to call."""

    level: str
    title: str
    help: Help


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetShown:
    """The sheet on the screen, in the page's language."""

    sheet: Sheet
    help: list[HelpShown]


def shown(sheet: Sheet) -> SheetShown:
    """The sheet with its boxes; call it with the sheet's language active."""
    titles = {
        "emergency": _("Emergency: call %(phone)s"),
        "same_day": _("See a doctor the same day: %(phone)s"),
        "call_clinic": _("Call your clinic: %(phone)s"),
    }
    return SheetShown(
        sheet=sheet,
        help=[
            HelpShown(level=one.urgency, title=titles[one.urgency] % {"phone": one.phone}, help=one)
            for one in sheet.help
            if one.signs
        ],
    )


def said(given: AfterCare) -> list[tuple[str, str]]:
    """What stands, for who saved second."""
    return [
        (_("Language of the sheet"), given.language),
        (_("Given to"), given.given_to),
    ]

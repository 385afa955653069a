"""The sheet a patient takes home: what is normal, what is not and whom to call, what to do."""

import datetime
import io
from typing import Literal

import segno

from drypoint.documents.blocks import (
    Block,
    BodyFigure,
    Bullets,
    Callout,
    Fact,
    Facts,
    Figure,
    Paragraph,
    Section,
    Step,
    Steps,
    WebLink,
)
from drypoint.documents.contents import DocumentContent, known_facts
from drypoint.documents.dates import written_date
from drypoint.documents.labels import labels
from drypoint.documents.layout import Layout, lay_out
from drypoint.documents.typesetting import typeset
from drypoint.terms import InvalidInput, Value

Urgency = Literal["emergency", "same_day", "call_clinic"]
_URGENCIES: tuple[Urgency, ...] = ("emergency", "same_day", "call_clinic")


class WarningSigns(Value, frozen=True):
    """Signs that are not normal, how soon they need help, and the number to call."""

    urgency: Urgency
    signs: tuple[str, ...]
    phone: str


class AfterCareContent(DocumentContent, frozen=True):
    """An after-care sheet in plain words."""

    visit_on: datetime.date
    seen_by: str
    done: str
    """What was done, such as "Dry needling of the upper shoulder muscle on the left, 3 needles"."""
    warnings: tuple[WarningSigns, ...]
    normal: tuple[str, ...]
    advice: tuple[str, ...]
    exercises: tuple[Step, ...]
    soreness_course: Figure | None = None
    places: BodyFigure | None = None
    """Where needles were."""
    check_in_url: str | None = None
    next_visit: str | None = None

    def __post_init__(self) -> None:
        """Raise ``InvalidInput`` without an emergency number, or for a check-in that is not a web link."""
        if not any(warning.urgency == "emergency" and warning.signs for warning in self.warnings):
            raise InvalidInput("Say which signs are an emergency and whom to call.", where="warnings")
        if self.check_in_url is not None and not self.check_in_url.startswith(("https://", "http://")):
            raise InvalidInput("Give the check-in as a web address.", where="check_in_url")


def layout_of_after_care_sheet(content: AfterCareContent) -> Layout:
    """When to get help first, so that it stands on the first page; then what is normal and what to do."""
    words = labels().after_care_sheet
    normal: tuple[Block, ...] = (Bullets(items=content.normal),) if content.normal else ()
    if content.places is not None:
        # Not before the warnings: they stand on the first page.
        normal = (content.places, *normal)
    if content.soreness_course is not None:
        normal = (*normal, content.soreness_course)
    advice: tuple[Block, ...] = (Bullets(items=content.advice),) if content.advice else ()
    exercises: Block = (
        Steps(steps=content.exercises)
        if content.exercises
        else Paragraph(text=content.say(words.no_exercises))
    )
    return lay_out(
        content,
        title=content.say(words.title),
        opening=(_visit(content),),
        sections=(
            Section(title=content.say(words.not_normal), blocks=_warnings(content)),
            Section(title=content.say(words.normal), blocks=normal),
            Section(title=content.say(words.advice), blocks=advice),
            Section(title=content.say(words.exercises), blocks=(exercises,)),
            *_check_in(content),
        ),
    )


def after_care_sheet(content: AfterCareContent) -> bytes:
    """The sheet as PDF (UA-1, A-2a) in large type; raises ``TypesettingFailed``."""
    return typeset("after_care_sheet", layout_of_after_care_sheet(content), at=content.stamp.at)


def _visit(content: AfterCareContent) -> Facts:
    words = labels().after_care_sheet
    return Facts(
        facts=(
            Fact(label=content.say(words.visit_on), value=written_date(content.visit_on, content.language)),
            Fact(label=content.say(words.seen_by), value=content.seen_by),
            Fact(label=content.say(words.done), value=content.done),
            *known_facts((content.say(words.next_visit), content.next_visit)).facts,
        )
    )


def _warnings(content: AfterCareContent) -> tuple[Block, ...]:
    words = labels().after_care_sheet
    titles = {"emergency": words.emergency, "same_day": words.same_day, "call_clinic": words.call_clinic}
    boxes = tuple(
        Callout(
            tone="urgent" if warning.urgency == "emergency" else "attention",
            title=content.say(titles[warning.urgency]),
            lines=warning.signs,
            phone=warning.phone,
        )
        for warning in sorted(content.warnings, key=lambda warning: _URGENCIES.index(warning.urgency))
    )
    return (*boxes, Paragraph(text=content.say(words.tell_them)))


def _check_in(content: AfterCareContent) -> tuple[Section, ...]:
    url = content.check_in_url
    if url is None:
        return ()
    words = labels().after_care_sheet
    picture = io.BytesIO()
    segno.make(url, error="m", micro=False).save(picture, kind="svg", xmldecl=False, border=4)
    code = Figure(svg=picture.getvalue().decode(), alt=content.say(words.code_alt, url=url))
    link = WebLink(url=url, instruction=content.say(words.scan), code=code)
    not_watched = Paragraph(text=content.say(words.not_watched))
    return (Section(title=content.say(words.check_in), blocks=(link, not_watched)),)

"""Check-ins in words: links with their codes, answers, the board, what the person is told."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import segno
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.features import Feature
from drypoint.clinic.accounts.queries import features
from drypoint.clinic.followup.models import CheckIn, CheckInInvitation, Movement, TriageLevel
from drypoint.clinic.followup.queries.check_in_board import Board
from drypoint.clinic.followup.queries.invitations import link_token
from drypoint.safety import Level, load_triage
from drypoint.web.presenters.parts import Fact
from drypoint.web.templatetags.drypoint import yes_no


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkShown:
    """One link of a visit."""

    invitation: CheckInInvitation
    due: str
    after: str
    url: str
    """Empty where it cannot be shown again."""
    code: str
    state: str
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What triage says, in parts that read well on a phone; the safety net stands beside it in any case."""

    level: str
    lead: str
    because: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    """Questions that were left open."""
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """One line of the board."""

    name: str
    title: str
    when: str
    url: str
    phone: str
    level: str = ""
    check_in: CheckIn | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardList:
    """One list of the board."""

    id: str
    title: str
    empty: str
    rows: list[BoardRow]
    may_acknowledge: bool = False


def qr_code(url: str) -> str:
    """The address as a code for a telephone's camera, as SVG."""
    return segno.make(url, error="m", micro=False).svg_inline(
        omitsize=True, border=4, dark="#000", light="#fff"
    )


def links(request: HttpRequest, found: list[CheckInInvitation], since: datetime) -> list[LinkShown]:
    """The links of a visit, soonest due first."""
    now = timezone.now()
    return [_link(request, one, since, now) for one in found]


def _link(request: HttpRequest, one: CheckInInvitation, since: datetime, now: datetime) -> LinkShown:
    answered = bool(one.check_ins.all())  # type: ignore[attr-defined]  # prefetched
    is_open = one.is_open_at(now) and not answered
    token = link_token(one) if is_open else None
    url = request.build_absolute_uri(reverse("check-in", args=[token])) if token else ""
    hours = round((one.due_at - since).total_seconds() / 3600)
    return LinkShown(
        invitation=one,
        due=short(one.due_at),
        after=ngettext("%(n)d hour after the visit", "%(n)d hours after the visit", hours) % {"n": hours},
        url=url,
        code=qr_code(url) if url else "",
        state=_state(one, now, answered=answered),
        is_open=is_open,
    )


def _state(one: CheckInInvitation, now: datetime, *, answered: bool) -> str:
    if answered:
        return _("answered")
    if one.revoked_at is not None:
        return _("closed")
    if now >= one.expires_at:
        return _("expired without an answer")
    return _("waiting for an answer") if now >= one.due_at else _("not due yet")


def told(check_in: CheckIn) -> Told | None:
    """What triage says, where the clinic lets patients read it; ``None``: the safety net alone."""
    if Feature.PATIENT_SCREENING_AND_TRIAGE not in features(check_in.clinic):
        return None
    result = check_in.triage.result
    language = check_in.triage.request.get("language") or check_in.triage.request["person"]["language"]
    knowledge = load_triage()
    because = tuple(result["because"])
    lead = knowledge.says[Level(check_in.level)].in_language(language)
    open_questions = tuple(
        sign.question.in_language(language) for sign in knowledge.signs if sign.id in result["unanswered"]
    )
    intro = f" {knowledge.unanswered.in_language(language)} {' '.join(open_questions)}"
    said = f"{lead}{intro if open_questions else ''}"
    net = f" {knowledge.safety_net.in_language(language)}"
    if not (result["say"].startswith(said) and result["say"].endswith(net)):
        # Kept under other words of the rules: shown whole, as it was said.
        return Told(level=check_in.level, lead=result["say"], because=because)
    return Told(
        level=check_in.level,
        lead=lead,
        because=because,
        unanswered=open_questions,
        more=result["say"].removeprefix(said).removesuffix(net).strip(),
    )


def safety_net() -> str:
    """When to call the emergency services."""
    return load_triage().safety_net.in_language(get_language() or "en")


def answers(check_in: CheckIn) -> list[Fact]:
    """What was answered, in the order of the questions."""
    language = get_language() or "en"
    said: dict[str, Any] = check_in.answers
    triage = said.get("triage", {})
    facts = [
        Fact(sign.question.in_language(language), yes_no(triage.get(sign.id))) for sign in load_triage().signs
    ]
    ratings = (
        (_("Pain"), triage.get("pain_nprs")),
        (_("Soreness"), triage.get("soreness_nprs")),
        (_("Tightness"), said.get("tightness_nrs")),
    )
    facts += [Fact(name, "–" if value is None else f"{value:g} / 10") for name, value in ratings]
    if said.get("movement"):
        facts.append(Fact(_("Movement"), str(Movement(said["movement"]).label)))
    if said.get("exercises_done") is not None:
        facts.append(Fact(_("Exercises done"), f"{said['exercises_done']:.0%}"))
    if said.get("words"):
        facts.append(Fact(_("In their own words"), f"“{said['words']}”"))
    return facts


def board(found: Board) -> list[BoardList]:
    """The lists of the board, what needs somebody first."""
    return [
        BoardList(
            id="not-well",
            title=_("Not well: call them"),
            empty=_("Nobody who answered asks for a call."),
            rows=[_answered(one) for one in found.not_well],
            may_acknowledge=True,
        ),
        BoardList(
            id="to-call",
            title=_("To be called: no mail asks them"),
            empty=_("Nobody waits for a call."),
            rows=[_to_call(one) for one in found.to_call],
        ),
        BoardList(
            id="answered",
            title=_("Answered, not read yet"),
            empty=_("No answer waits to be read."),
            rows=[_answered(one) for one in found.answered],
            may_acknowledge=True,
        ),
        BoardList(
            id="silent",
            title=_("Silent for more than a day"),
            empty=_("Nobody is silent."),
            rows=[_unanswered(one) for one in found.silent],
        ),
        BoardList(
            id="asked",
            title=_("Asked, no answer yet"),
            empty=_("Nobody is asked just now."),
            rows=[_unanswered(one) for one in found.asked],
        ),
        BoardList(
            id="acknowledged",
            title=_("Read in the last two weeks"),
            empty=_("Nothing yet."),
            rows=[_answered(one) for one in found.acknowledged],
        ),
    ]


def _answered(one: CheckIn) -> BoardRow:
    episode = one.visit.episode
    note = ""
    if one.acknowledged_at is not None and one.acknowledged_by is not None:
        note = _("Read by %(name)s, %(when)s") % {
            "name": one.acknowledged_by.user.name,
            "when": short(one.acknowledged_at),
        }
        note = f"{note}. {one.acknowledged_words}" if one.acknowledged_words else note
    return BoardRow(
        name=episode.person.full_name,
        title=episode.title,
        when=short(one.answered_at),
        url=reverse("check_in_answer", args=[one.pk]),
        phone=episode.person.phone,
        level=one.level,
        check_in=one,
        note=note,
    )


def _unanswered(one: CheckInInvitation) -> BoardRow:
    return _row(one, one.visit.episode.title)


def _to_call(one: CheckInInvitation) -> BoardRow:
    person, said = one.visit.episode.person, {"title": one.visit.episode.title}
    if person.may_email and person.email and person.birth_date:
        return _row(one, _("%(title)s · call them: the mail is not known to have gone out") % said)
    return _row(one, _("%(title)s · call them: they cannot be written to") % said)


def _row(one: CheckInInvitation, title: str) -> BoardRow:
    episode = one.visit.episode
    return BoardRow(
        name=episode.person.full_name,
        title=title,
        when=short(one.due_at),
        url=reverse("check-ins", args=[one.visit_id]),
        phone=episode.person.phone,
    )


def short(moment: datetime) -> str:
    """Day and time by the clinic's clock."""
    return date_format(timezone.localtime(moment), "j M, H:i")


def level_word(level: str) -> str:
    """A triage level as the record calls it."""
    return str(TriageLevel(level).label)


def ask_birth_date() -> str:
    """Said when the date of birth is missing."""
    return _("Give your date of birth. Your answers are still here.")


def wrong_birth_date() -> str:
    """Said when the date of birth does not fit."""
    return _("This is not the date of birth that the clinic has. Please check it.")

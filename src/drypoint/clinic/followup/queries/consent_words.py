"""What a person is told before consenting, word by word, and the copy that they keep."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

import msgspec
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from msgspec import Meta

from drypoint.clinic.accounts import queries as accounts
from drypoint.clinic.accounts.models import Membership
from drypoint.clinic.accounts.queries import today
from drypoint.clinic.followup.queries.note_draft import letterhead, paper, person_strip
from drypoint.clinic.visits.canonical import plain
from drypoint.clinic.visits.models import Consent, Visit
from drypoint.clinic.visits.queries.body_pictures import regions_picture
from drypoint.clinic.visits.queries.consents import withdrawals
from drypoint.clinic.visits.queries.plans import current_plan, current_screening
from drypoint.documents import (
    BodyFigure,
    ConsentCopyContent,
    ConsentRisk,
    Drawing,
    Language,
    Needler,
    PersonSignature,
    Stamp,
)
from drypoint.documents import Withdrawal as WithdrawalOnPaper
from drypoint.safety import ConsentContent, Insertion, Screening, consent_risks
from drypoint.safety.consent import CommonEffect, Rate, RegionRisk, Statement
from drypoint.safety.places import load_places
from drypoint.terms import Value, Verification

SIGNATURE_WIDTH, SIGNATURE_HEIGHT = 600, 180
"""The sheet on which signatures are drawn."""
_SAFETY_NET, _RIGHT_TO_STOP = "whom_to_call", "right_to_stop"


class Said(Value, frozen=True):
    """One sentence with the sources behind it."""

    text: str
    sources: tuple[str, ...] = ()
    unverified: bool = False


class Told(Value, frozen=True):
    """Everything that the page shows before the signature; kept with the consent as it was shown."""

    language: Language
    text_version: str
    regions: tuple[str, ...]
    needler: Needler
    explained: tuple[Said, ...]
    common: tuple[ConsentRisk, ...]
    rare: tuple[ConsentRisk, ...]
    own_risks: tuple[Said, ...]
    screened: bool
    """Whether the person was screened at this visit; if not, own risks are not known."""
    alternatives: tuple[str, ...]
    right_to_stop: tuple[str, ...]
    safety_net: tuple[str, ...]
    safety_net_phone: Annotated[str, Meta(max_length=40)] = ""


def language_of(visit: Visit) -> Language:
    """The person's language where texts exist in it, else English."""
    return "es" if visit.episode.person.language.startswith("es") else "en"


def told(visit: Visit, *, regions: Sequence[str], language: Language, by: Membership) -> Told:
    """What to tell the person of ``visit`` about needling ``regions``, done by ``by``.

    Risks of a region follow the visit's plan where there is one; without one all are told. The person's own
    raised risks follow the screening.
    """
    plan, screening = current_plan(visit), current_screening(visit)
    insertions = plan.review.request["plan"]["insertions"] if plan is not None else ()
    content = consent_risks(
        msgspec.convert(insertions, tuple[Insertion, ...]),
        _screening(screening.engine_result.result) if screening is not None else None,
    )
    places = load_places()
    places.regions_of_all(regions, where="regions")
    with translation.override(language):
        return Told(
            language=language,
            text_version=content.version,
            regions=tuple(places.label(region, language) for region in regions),
            needler=_needler(by, visit),
            explained=_statements(content, language, but=(_SAFETY_NET, _RIGHT_TO_STOP)),
            common=tuple(_risks(content.common_effects, content, language)),
            rare=(
                *_risks(content.region_risks, content, language),
                *(_general(one, content, language) for one in content.general_risks),
            ),
            own_risks=tuple(
                # Why their risk is raised; what to do about it is said to the therapist.
                Said(text=one.because.in_language(language), unverified=one.unverified)
                for one in content.own_risks
            ),
            screened=screening is not None,
            alternatives=tuple(_as_line(one.text.in_language(language)) for one in content.alternatives),
            right_to_stop=_named(content, _RIGHT_TO_STOP, language),
            safety_net=_named(content, _SAFETY_NET, language),
            safety_net_phone=visit.clinic.after_hours_phone or visit.clinic.phone,
        )


def consent_copy_of(consent: Consent) -> ConsentCopyContent:
    """The consent as its PDF prints it, with a withdrawal that ended it.

    Raises ``NotAllowedNow`` when the person's date of birth, which stands on every page, is not known.
    """
    said = msgspec.convert(consent.content, Told)
    clinic, zone = consent.clinic, consent.clinic.zone
    return ConsentCopyContent(
        language=said.language,
        paper=paper(clinic),
        letterhead=letterhead(clinic),
        person=person_strip(consent.episode.person),
        stamp=Stamp(
            reference=str(consent.pk), version=said.text_version, at=consent.given_at.astimezone(zone)
        ),
        is_demo=clinic.is_demo,
        decision="given",
        text_version=said.text_version,
        regions=said.regions,
        covers=None,
        needler=said.needler,
        explained=tuple(one.text for one in said.explained),
        risks=(*said.common, *said.rare),
        own_risks=tuple(one.text for one in said.own_risks),
        alternatives=said.alternatives,
        right_to_stop=said.right_to_stop,
        safety_net=said.safety_net,
        safety_net_phone=said.safety_net_phone or clinic.phone,
        signature=_signature(consent, said.language),
        withdrawal=_withdrawal(consent),
        places=_places(consent, said),
    )


def _places(consent: Consent, said: Told) -> BodyFigure | None:
    if not consent.regions:
        return None
    with translation.override(said.language):
        title = _("The regions of this consent")
    picture = regions_picture(consent.regions, title=title)
    return BodyFigure(picture=picture, alt=f"{title}: {', '.join(said.regions)}", width_percent=45)


def as_kept(said: Told) -> dict[str, object]:
    """The words as the consent keeps them."""
    kept: dict[str, object] = plain(said)
    return kept


def _screening(result: dict[str, Any]) -> Screening:
    """A kept result; those of before what does not fit was asked about have nothing of it."""
    return msgspec.convert({"to_confirm": (), **result}, Screening)


def _statements(content: ConsentContent, language: Language, *, but: Sequence[str]) -> tuple[Said, ...]:
    return tuple(
        Said(
            text=one.text.in_language(language),
            sources=_cited(one.sources, content),
            unverified=one.verification.is_unverified,
        )
        for one in content.statements
        if one.id not in but
    )


def _named(content: ConsentContent, named: str, language: Language) -> tuple[str, ...]:
    return tuple(one.text.in_language(language) for one in content.statements if one.id == named)


def _risks(
    effects: Sequence[CommonEffect | RegionRisk], content: ConsentContent, language: Language
) -> Iterator[ConsentRisk]:
    """A row for each source's rate: rates of two sources count different things."""
    for effect in effects:
        named = effect.label if isinstance(effect, CommonEffect) else effect.text
        name = named.in_language(language)
        for rate in effect.rates:
            yield _risk(_as_line(name), rate, content, language)


def _risk(name: str, rate: Rate, content: ConsentContent, language: Language) -> ConsentRisk:
    spread = None
    if rate.low_percent is not None and rate.high_percent is not None:
        spread = _("%(low)s to %(high)s in 100") % {
            "low": _number(rate.low_percent, language),
            "high": _number(rate.high_percent, language),
        }
    return ConsentRisk(
        name=name,
        meaning=rate.note.in_language(language) if rate.note is not None else "",
        how_often=_how_often(rate, language) or spread,
        denominator=_denominator(rate, language),
        range_between_studies=spread if _how_often(rate, language) else None,
        sources=_cited(rate.sources, content),
        unverified=rate.verification.is_unverified,
    )


def _as_line(words: str) -> str:
    return words[:1].upper() + words[1:]


def _denominator(rate: Rate, language: Language) -> str:
    """What was counted, with how many of it where a share is given."""
    counted = rate.denominator.in_language(language)
    if rate.of is None or rate.percent is None:
        return counted
    return _("%(counted)s (in all: %(of)s)") % {"counted": counted, "of": _whole(rate.of, language)}


def _how_often(rate: Rate, language: Language) -> str | None:
    if rate.percent is not None:
        return _("%(number)s in 100") % {"number": _number(rate.percent, language)}
    if rate.count is not None and rate.of is not None:
        return _("%(count)s in %(of)s") % {
            "count": _whole(rate.count, language),
            "of": _whole(rate.of, language),
        }
    return None


def _general(one: Statement, content: ConsentContent, language: Language) -> ConsentRisk:
    return ConsentRisk(
        name=one.text.in_language(language),
        meaning="",
        how_often=None,
        sources=_cited(one.sources, content),
        unverified=one.verification is Verification.UNVERIFIED,
    )


def _cited(keys: Sequence[str], content: ConsentContent) -> tuple[str, ...]:
    return tuple(content.citations[key] for key in keys)


def _whole(value: int, language: Language) -> str:
    """Thousands apart: by a comma, in Spanish by a space that does not break."""
    return f"{value:,}".replace(",", "\u00a0") if language == "es" else f"{value:,}"


def _number(value: float, language: Language) -> str:
    return f"{value:g}".replace(".", ",") if language == "es" else f"{value:g}"


def _needler(by: Membership, visit: Visit) -> Needler:
    on = today(visit.clinic)
    licence = accounts.licence(by, on=on)
    training = accounts.needling_credential(by, on=on)
    said = []
    if training is not None:
        if training.training_hours is not None:
            hours = int(training.training_hours)
            said.append(ngettext("%(n)d hour of training", "%(n)d hours of training", hours) % {"n": hours})
        said += [training.trained_at] if training.trained_at else []
        named = " ".join(filter(None, (training.number, training.jurisdiction)))
        said += [_("needling credential %(named)s") % {"named": named}] if named else []
        said = said or [_("Recorded, without details")]
    return Needler(
        name=by.user.name,
        profession=(licence.profession if licence is not None else "")
        or by.title
        or _("profession not recorded"),
        licence=(licence.number or None) if licence is not None else None,
        training=", ".join(said) or None,
    )


def _signature(consent: Consent, language: Language) -> PersonSignature:
    with translation.override(language):
        signs_as = consent.guardian_relationship or _("patient")
    drawn = (
        Drawing(path=consent.signature_path, width=SIGNATURE_WIDTH, height=SIGNATURE_HEIGHT)
        if consent.signature_path
        else None
    )
    return PersonSignature(
        name=consent.signed_name,
        signs_as=signs_as,
        signed_at=consent.given_at.astimezone(consent.clinic.zone),
        drawn=drawn,
    )


def _withdrawal(consent: Consent) -> WithdrawalOnPaper | None:
    ended = [one for one in withdrawals(consent.episode) if one.withdrawn_at >= consent.given_at]
    if not ended:
        return None
    first = ended[-1]
    to = first.recorded_by.user.name if first.recorded_by is not None else consent.clinic.name
    return WithdrawalOnPaper(at=timezone.localtime(first.withdrawn_at, consent.clinic.zone), told_to=to)

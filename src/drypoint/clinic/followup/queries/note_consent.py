"""Consent in the note: which text, when, by whom, and what the person was told before signing."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from drypoint.clinic.followup.queries.note_sections import fact, section
from drypoint.clinic.followup.queries.note_source import NoteSource
from drypoint.clinic.visits.models import Consent
from drypoint.documents import (
    Bullets,
    Fact,
    Facts,
    NotApplicable,
    NoteSection,
    Paragraph,
    RequiredItem,
    Topic,
    session_note_rules,
    written_time,
)
from drypoint.safety import consent_risks, load_places

_STATEMENTS: dict[RequiredItem, tuple[str, ...]] = {
    RequiredItem.CONSENT_WHAT_IT_IS: ("what_it_is", "not_acupuncture"),
    RequiredItem.CONSENT_BENEFITS_AND_RISKS: ("not_certain", "disputed"),
    RequiredItem.CONSENT_CHOICES: ("undress",),
    RequiredItem.CONSENT_VISITS_AND_PREGNANCY: ("every_visit", "pregnancy"),
}
"""Sentences of ``consent.json`` that the kept words must hold, word by word, for an item to count as told."""


def consent_section(source: NoteSource) -> NoteSection | None:
    """Which text was consented to, when, for where, by whom, whether it was withdrawn, and what was told."""
    consent = source.consent
    if consent is None:
        return _none_needed() if source.session is None else None
    places = load_places()
    ended = source.withdrawal
    withdrawn = (
        written_time(source.local(ended.withdrawn_at), source.language)
        if ended is not None and ended.withdrawn_at >= consent.given_at
        else None
    )
    signed = consent.signed_name
    if consent.guardian_name:
        signed += f"; {consent.guardian_name} ({consent.guardian_relationship})"
    told = told_items(consent)
    if source.consent_copy_given and consent.signed_name:
        told = (*told, RequiredItem.CONSENT_SIGNED_COPY)
    labels = {row.item: row.label.in_language(source.language) for row in session_note_rules().required}
    return section(
        Topic.CONSENT,
        Facts(
            facts=(
                Fact(label=_("Text"), value=f"{consent.risk_text_version} ({consent.language})"),
                Fact(label=_("Given"), value=written_time(source.local(consent.given_at), source.language)),
                Fact(
                    label=_("For"),
                    value=", ".join(places.label(region, source.language) for region in consent.regions),
                ),
                Fact(label=_("Signed by"), value=signed),
                *fact(_("Interpreter"), consent.interpreter),
                *fact(_("Withdrawn"), withdrawn),
            )
        ),
        *((Paragraph(text=_("Told before the signature, or stated by the signer:")),) if told else ()),
        *((Bullets(items=tuple(_without_topic(labels[item]) for item in told)),) if told else ()),
        records=(RequiredItem.CONSENT_VERSION_AND_DATE, *told),
    )


def told_items(consent: Consent) -> tuple[RequiredItem, ...]:
    """What the kept words show that the person was told, by the consent texts as they are now.

    A text of another version that words a sentence in another way does not count as that sentence.
    """
    kept: Mapping[str, Any] = consent.content
    said = {one["text"] for one in _rows(kept, "explained")}
    language = "es" if consent.language.startswith("es") else "en"
    sentences = {one.id: one.text.in_language(language) for one in consent_risks((), None).statements}
    found = {item: all(sentences[name] in said for name in names) for item, names in _STATEMENTS.items()}
    needler = kept.get("needler") or {}
    common, rare = bool(_rows(kept, "common")), bool(_rows(kept, "rare"))
    found[RequiredItem.CONSENT_BENEFITS_AND_RISKS] &= common and rare
    found[RequiredItem.CONSENT_TRAINING] = bool(needler.get("training"))
    found[RequiredItem.CONSENT_COMMON_EFFECTS] = common
    found[RequiredItem.CONSENT_SERIOUS_RISKS] = rare
    found[RequiredItem.CONSENT_OWN_RISKS] = bool(kept.get("screened"))
    found[RequiredItem.CONSENT_CHOICES] &= all(
        kept.get(name) for name in ("alternatives", "right_to_stop", "regions")
    )
    found[RequiredItem.CONSENT_SAFETY_NET] = bool(kept.get("safety_net")) and bool(
        kept.get("safety_net_phone")
    )
    return tuple(item for item in RequiredItem if found.get(item))


def _rows(kept: Mapping[str, Any], name: str) -> Iterable[Mapping[str, Any]]:
    rows: Iterable[Mapping[str, Any]] = kept.get(name) or ()
    return rows


def _without_topic(label: str) -> str:
    """A label of the table without the word that its heading says already."""
    said = label.partition(": ")[2] or label
    return said[:1].upper() + said[1:]


def _none_needed() -> NoteSection:
    """Consent to needling, at a visit without needling: its own items do not apply."""
    reason = _("No needling at this visit.")
    return NoteSection(
        topic=Topic.CONSENT,
        blocks=(
            Paragraph(text=_("No consent to needling is on record; there was no needling at this visit.")),
        ),
        not_applicable=tuple(
            NotApplicable(item=row.item, reason=reason)
            for row in session_note_rules().required
            if row.topic is Topic.CONSENT
        ),
    )

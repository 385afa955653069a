"""What studies reported of a muscle, as they reported it: prevalence, agreement of examiners, findings."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drypoint import atlas
from drypoint.atlas import (
    BillingBasis,
    Hazard,
    PalpationRoute,
    PalpationSign,
    PercentRange,
    Population,
    Prevalence,
    Together,
)
from drypoint.atlas.rows import Row
from drypoint.web.presenters.atlas_pictures import language

PALPABLE: dict[bool | None, str | Promise] = {
    True: gettext_lazy("Its trigger points can be felt."),
    None: gettext_lazy("Teaching is divided on whether its trigger points can be felt."),
    False: gettext_lazy("Its trigger points cannot be felt. It is never proposed for palpation."),
}
ROUTES: dict[str, str | Promise] = {
    PalpationRoute.SKIN: gettext_lazy("Through the skin"),
    PalpationRoute.MOUTH: gettext_lazy("Through the mouth"),
    PalpationRoute.PELVIC: gettext_lazy("By internal examination, which needs its own training and consent"),
}
SIGNS: dict[str, str | Promise] = {
    PalpationSign.ANY_TRIGGER_POINT: gettext_lazy("Whether there is a trigger point"),
    PalpationSign.LOCAL_TENDERNESS: gettext_lazy("Local tenderness"),
    PalpationSign.PAIN_RECOGNITION: gettext_lazy("The person recognises the pain"),
    PalpationSign.TAUT_BAND: gettext_lazy("Taut band"),
    PalpationSign.LOCAL_TWITCH_RESPONSE: gettext_lazy("Local twitch response"),
}
BILLING: dict[str, str | Promise] = {
    BillingBasis.NAMED_MUSCLE: gettext_lazy("Counted as itself"),
    BillingBasis.PART_OF_ONE: gettext_lazy("Part of one muscle, counted once with it"),
    BillingBasis.JUDGEMENT: gettext_lazy("Our grouping; no payer's rule was found"),
}
GLUTEAL = ("gluteus_",)
"""Beginnings of the muscles of which the sentence on gluteal points and nerve roots speaks."""
RIBS = frozenset({"rhomboid_major"})
"""Muscles under which a study looked whether palpation finds the rib."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRow:
    """How far examiners agreed on one sign."""

    sign: str | Promise
    kappa: str
    studies: str
    patients: str
    unverified: bool
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PalpationLine:
    """A criterion or figure about palpation."""

    text: str
    unverified: bool
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrevalenceRow:
    """One study's row. The conditions stand as the study named them, in English."""

    condition: str
    whom: str
    muscles: str
    """Named where the row speaks of more than this muscle."""
    n: str
    active: str
    latent: str
    either: str
    mean: str
    note: str
    unverified: bool
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A count or observation that is no length."""

    text: str
    figure: str
    whom: str
    unverified: bool
    sources: tuple[str, ...]


def agreement() -> list[AgreementRow]:
    """Agreement between examiners on each sign, over the muscles of the studies: of no one muscle."""
    return [
        AgreementRow(
            sign=SIGNS[row.sign],
            kappa=_kappa(row.kappa, row.ci95, row.range),
            studies=_count(row.studies),
            patients=_count(row.patients),
            unverified=row.verification.is_unverified,
            source="; ".join(atlas.load().cited(row.sources)),
        )
        for row in atlas.load().palpation.agreement
    ]


def palpation_lines(muscle: str) -> list[PalpationLine]:
    """Criteria for a trigger point, and what was measured on this muscle."""
    body = atlas.load()
    said: list[tuple[str, Row]] = [
        (row.says.in_language(language()), row)
        for row in body.palpation.criteria
        if row.id != "gluteal_point_and_root" or muscle.startswith(GLUTEAL)
    ]
    said += [
        (f"{row.what.in_language(language())}: {_figure(100 * row.low)}\N{NO-BREAK SPACE}%", row)
        for row in body.palpation.measurements
        if row.id == "rib_found_by_palpation" and muscle in RIBS
    ]
    return [
        PalpationLine(text=text, unverified=row.verification.is_unverified, sources=body.cited(row.sources))
        for text, row in said
    ]


def rows_of(muscle: str) -> list[Prevalence]:
    """Prevalence rows that name a muscle, by itself or in a group."""
    body = atlas.load()
    return [
        row
        for row in body.prevalence
        if muscle in row.muscles or (row.group and muscle in (body.group(row.group).muscles or ()))
    ]


def prevalence_of(muscle: str) -> list[PrevalenceRow]:
    """The rows in words and figures, those of this muscle alone first."""
    rows = sorted(rows_of(muscle), key=lambda row: (row.group is not None, len(row.muscles) > 1))
    return [_prevalence(row) for row in rows]


def findings(hazards: Iterable[Hazard]) -> list[Finding]:
    """What was reported at the sites, apart from lengths."""
    return [
        Finding(
            text=row.detail.in_language(language()),
            figure=_share(row.count, row.of, row.percent),
            whom="; ".join(said for said in (row.population, row.method) if said),
            unverified=row.verification.is_unverified,
            sources=atlas.load().cited(row.sources),
        )
        for hazard in hazards
        for row in hazard.reported_findings
    ]


def _prevalence(row: Prevalence) -> PrevalenceRow:
    patients = row.population is Population.PATIENTS
    return PrevalenceRow(
        condition=row.condition,
        whom=_("people with it") if patients else _("people without pain"),
        muscles=_muscles(row),
        n=_count(row.n),
        active=_percent(row.active_percent),
        latent=_percent(row.latent_percent),
        either=_percent(row.any_percent),
        mean=_mean(row),
        note=row.note or "",
        unverified=row.verification.is_unverified,
        source="; ".join(atlas.load().cited(row.sources)),
    )


def _muscles(row: Prevalence) -> str:
    body = atlas.load()
    if row.group is not None:
        return body.group(row.group).label.in_language(language())
    if len(row.muscles) < 2:
        return ""
    names = ", ".join(body.muscle(muscle).name.in_language(language()) for muscle in row.muscles)
    if row.muscles_are is Together.EACH:
        return _("a range over: %(muscles)s") % {"muscles": names}
    return _("in at least one of: %(muscles)s") % {"muscles": names}


def _mean(row: Prevalence) -> str:
    said = []
    if row.mean_active is not None:
        said.append(_("%(number)s active") % {"number": _figure(row.mean_active)})
    if row.mean_latent is not None:
        said.append(_("%(number)s latent") % {"number": _figure(row.mean_latent)})
    if said and row.sites is not None:
        said.append(_("of %(number)s places examined") % {"number": row.sites})
    return ", ".join(said)


def _percent(share: PercentRange | None) -> str:
    if share is None:
        return "–"
    low, high = _figure(share.low), _figure(share.high)
    return (
        f"{low}\N{NO-BREAK SPACE}%"
        if low == high
        else _("%(low)s to %(high)s %%") % {"low": low, "high": high}
    )


def _share(count: int | None, of: int | None, percent: float | None) -> str:
    said = []
    if count is not None:
        said.append(str(count) if of is None else _("%(count)s of %(of)s") % {"count": count, "of": of})
    if percent is not None:
        said.append(f"{_figure(percent)}\N{NO-BREAK SPACE}%")
    return ", ".join(said)


def _kappa(
    pooled: float | None, interval: tuple[float, float] | None, spread: tuple[float, float] | None
) -> str:
    if pooled is None:
        low, high = spread or (0.0, 0.0)
        return _("%(low)s to %(high)s over studies") % {"low": _figure(low), "high": _figure(high)}
    if interval is None:
        return _figure(pooled)
    low, high = interval
    return _("%(kappa)s (95 %% CI %(low)s to %(high)s)") % {
        "kappa": _figure(pooled),
        "low": _figure(low),
        "high": _figure(high),
    }


def _count(number: int | None) -> str:
    return "–" if number is None else str(number)


def _figure(number: float) -> str:
    """As people write it in the page's language."""
    return str(number_format(Decimal(f"{number:g}")))

"""How often each adverse event was recorded here, with exact bounds, beside what was published."""

import csv
import io
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from drypoint.clinic.incidents.models import AdverseEventKind
from drypoint.clinic.incidents.queries import Recorded
from drypoint.outcomes import ExactRate, exact_rate
from drypoint.safety.consent import Rate, load_consent
from drypoint.safety.packaged import load_sources

PUBLISHED_AS = {
    AdverseEventKind.BRUISING: "bruise",
    AdverseEventKind.BLEEDING: "bleeding",
    AdverseEventKind.PAIN_DURING: "pain_during",
    AdverseEventKind.PAIN_AFTER: "soreness",
    AdverseEventKind.AGGRAVATION: "flare",
    AdverseEventKind.FAINTING: "faint",
    AdverseEventKind.NAUSEA: "nausea",
    AdverseEventKind.HEADACHE: "headache",
    AdverseEventKind.DROWSINESS: "drowsiness",
    AdverseEventKind.PNEUMOTHORAX: "pneumothorax",
}
"""Our kinds and the effects of ``consent.json`` that say the same; the others have no published rate here."""
CSV_HEAD = ("kind", "events", "treatments", "percent", "low95", "high95", "one_sided_95_upper")


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What one source reports, with what it counted."""

    says: str
    source: str
    unverified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One kind."""

    name: str
    here: str
    """Such as "0 in 500: below 0.6 %, one-sided 95 %"."""
    bounds: str
    published: list[Published]


def rows(found: Recorded) -> list[Row]:
    """Kinds that were recorded or published, most frequent here first; none while nobody was treated."""
    if found.treatments == 0:
        return []
    kinds = [kind for kind in AdverseEventKind if kind in found.events or kind in PUBLISHED_AS]
    kinds.sort(key=lambda kind: -found.events.get(kind, 0))
    return [_row(kind, exact_rate(found.events.get(kind, 0), found.treatments)) for kind in kinds]


def as_csv(found: Recorded) -> str:
    """Every kind, percent with a point, for a spreadsheet; the head alone while nobody was treated."""
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(CSV_HEAD)
    for kind in AdverseEventKind if found.treatments else ():
        rate = exact_rate(found.events.get(kind, 0), found.treatments)
        percents = (rate.share, rate.low, rate.high, rate.below)
        sheet.writerow([kind.value, rate.events, rate.of, *(f"{100 * share:.4f}" for share in percents)])
    return text.getvalue()


def _row(kind: AdverseEventKind, rate: ExactRate) -> Row:
    said = {
        "events": rate.events,
        "of": number_format(rate.of, force_grouping=True),
        "share": percent(rate.share),
        "below": percent(rate.below),
        "low": percent(rate.low),
        "high": percent(rate.high),
    }
    if rate.events == 0:
        here = _("%(events)d in %(of)s: below %(below)s, one-sided 95 %%") % said
    else:
        here = _("%(events)d in %(of)s: %(share)s; below %(below)s, one-sided 95 %%") % said
    return Row(
        name=str(kind.label),
        here=here,
        bounds=_("%(low)s to %(high)s, two-sided 95 %%") % said,
        published=_published(kind),
    )


def percent(share: float) -> str:
    """A share in percent with two figures that count, such as 0.6 % or 12 %."""
    value = 100 * share
    places = 0 if value >= 10 else 1 if value >= 0.1 or value == 0 else 3
    return _("%(number)s %%") % {
        "number": number_format(round(value, places), places)
    }  # it cuts, so round before


def _published(kind: AdverseEventKind) -> list[Published]:
    effects = {one.id: one.rates for one in (*load_consent().common_effects, *load_consent().region_risks)}
    named = PUBLISHED_AS.get(kind)
    return [
        Published(
            says=_says(rate),
            source="; ".join(load_sources()[key].citation for key in rate.sources),
            unverified=rate.verification.is_unverified,
        )
        for rate in (effects[named] if named else ())
    ]


def _says(rate: Rate) -> str:
    """The figure as the source has it, with what it counted; figures of two sources are never averaged."""
    counted = rate.denominator.in_language(get_language() or "en")
    of = number_format(rate.of, force_grouping=True) if rate.of is not None else ""
    if rate.count is not None and rate.of is not None:
        figure = _("%(count)d in %(of)s") % {"count": rate.count, "of": of}
    elif rate.percent is not None:
        figure = _("%(percent)s of %(of)s") if of else "%(percent)s"
        figure %= {"percent": _as_printed(rate.percent), "of": of}
    else:
        ends = {"low": _as_printed(rate.low_percent or 0), "high": _as_printed(rate.high_percent or 0)}
        figure = _("%(low)s to %(high)s") % ends
    return f"{figure} ({counted})"


def _as_printed(percentage: float) -> str:
    """With the digits that the source prints."""
    return _("%(number)s %%") % {"number": number_format(Decimal(str(percentage)))}

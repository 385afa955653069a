"""Two examiners in words: what both found at a place, and how well the clinic's examiners agree."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drypoint import atlas
from drypoint.atlas import PalpationSign
from drypoint.clinic.visits.queries.second_looks import JUDGED, Pair, Place
from drypoint.outcomes.agreement import FEWEST, Agreement, Unsaid, agreement
from drypoint.web.presenters.muscles import muscle_side
from drypoint.web.presenters.parts import Cell, Table

SIGNS: dict[str, str | Promise] = {
    "trigger_point": gettext_lazy("A trigger point"),
    "taut_band": gettext_lazy("Taut band"),
    "spot_tenderness": gettext_lazy("Spot tenderness"),
    "recognised_pain": gettext_lazy("Recognised pain"),
    "local_twitch_response": gettext_lazy("Local twitch response"),
    "referred_pain": gettext_lazy("Referred pain"),
}
PUBLISHED = {
    "trigger_point": PalpationSign.ANY_TRIGGER_POINT,
    "taut_band": PalpationSign.TAUT_BAND,
    "spot_tenderness": PalpationSign.LOCAL_TENDERNESS,
    "recognised_pain": PalpationSign.PAIN_RECOGNITION,
    "local_twitch_response": PalpationSign.LOCAL_TWITCH_RESPONSE,
}
"""The atlas knows of no published agreement on referred pain."""
ANSWERS = ("no", "yes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One kappa with its interval on a line from -1 to 1, in percent of its length."""

    name: str
    words: str
    at: float | None
    start: float | None
    length: float | None
    is_published: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SignAgreement:
    """One sign: the clinic's pooled figures, each pair of examiners, and what was published."""

    key: str
    name: str
    summary: str
    lines: list[Line]
    table: Table
    sources: tuple[str, ...]
    unverified: bool


def key(place: Place) -> str:
    """Names a place in field names."""
    return "-".join(map(str, place))


def name(place: Place) -> str:
    """A place in words."""
    return muscle_side(*place)


def compared(pairs: Sequence[Pair]) -> list[Table]:
    """What two examiners found at each place that both palpated, a table for each two."""
    found: dict[tuple[str, str], list[Pair]] = {}
    for pair in pairs:
        found.setdefault((pair.first.user.name, pair.second.user.name), []).append(pair)
    return [
        Table(
            caption=_("%(first)s and, blind, %(second)s") % {"first": first, "second": second},
            head=[_("Muscle"), *(SIGNS[sign] for sign in JUDGED)],
            rows=[
                [Cell(name(pair.place)), *(Cell(_both(pair.answers[sign])) for sign in JUDGED)]
                for pair in rows
            ],
        )
        for (first, second), rows in found.items()
    ]


def signs(pairs: Sequence[Pair], *, with_names: bool) -> list[SignAgreement]:
    """Every sign; without names only what all examiners give together."""
    return [_sign(sign, pairs, with_names=with_names) for sign in JUDGED]


def _sign(sign: str, pairs: Sequence[Pair], *, with_names: bool) -> SignAgreement:
    judged = [pair for pair in pairs if None not in pair.answers[sign]]
    pooled = _agreement(judged, sign)
    two: dict[tuple[str, str], list[Pair]] = {}
    for pair in judged if with_names else ():
        # Whoever comes first by key is the first of the two, whichever of them treated.
        turned = str(pair.second.pk) < str(pair.first.pk)
        a, b = (pair.second, pair.first) if turned else (pair.first, pair.second)
        two.setdefault((a.user.name, b.user.name), []).append(pair)
    rows = [_row(_("All examiners together"), pooled, len({pair.person_id for pair in judged}))]
    rows += [
        _row(
            _("%(a)s and %(b)s") % {"a": a, "b": b},
            _agreement(found, sign),
            len({p.person_id for p in found}),
        )
        for (a, b), found in sorted(two.items())
    ]
    published = [row for row in atlas.load().palpation.agreement if row.sign is PUBLISHED.get(sign)]
    lines = [_line(_("Here"), pooled)] + [
        _published_line(row.kappa, row.ci95 or row.range, row.sources, is_range=row.range is not None)
        for row in published
    ]
    return SignAgreement(
        key=sign,
        name=str(SIGNS[sign]),
        summary=_summary(pooled),
        lines=lines,
        table=Table(
            caption=_("Agreement of examiners: %(sign)s") % {"sign": SIGNS[sign]},
            head=[
                _("Examiners"),
                _("Places judged by both"),
                _("People"),
                _("Agreed"),
                _("Kappa, 95 % interval"),
                _("PABAK"),
                _("Prevalence index"),
                _("Bias index"),
            ],
            rows=rows,
        ),
        sources=atlas.load().cited(dict.fromkeys(source for row in published for source in row.sources)),
        unverified=any(row.verification.is_unverified for row in published),
    )


def _agreement(pairs: Sequence[Pair], sign: str) -> Agreement:
    said = []
    for pair in pairs:
        first, second = (ANSWERS[bool(answer)] for answer in pair.answers[sign])
        said.append((second, first) if str(pair.second.pk) < str(pair.first.pk) else (first, second))
    return agreement(said, categories=ANSWERS)


def _row(who: str, found: Agreement, people: int) -> list[Cell]:
    return [
        Cell(who),
        Cell(str(found.n), number=True),
        Cell(str(people), number=True),
        Cell(_share(found), number=True),
        Cell(kappa_words(found), number=True),
        *(
            Cell("–" if found.too_few or value is None else f"{value:.2f}", number=True)
            for value in (found.pabak, found.prevalence_index, found.bias_index)
        ),
    ]


def kappa_words(found: Agreement) -> str:
    """Kappa with its interval, or why there is none."""
    if found.unsaid is Unsaid.NOTHING:
        return "–"
    if found.too_few:
        return _("too few to say")
    if found.unsaid is Unsaid.NO_VARIATION:
        return _("not defined: always the same answer")
    if found.unsaid is Unsaid.NO_WIDTH:
        return _("%(kappa)s, no interval") % {"kappa": f"{found.kappa:.2f}"}
    return _("%(kappa)s (%(low)s to %(high)s)") % {
        "kappa": f"{found.kappa:.2f}",
        "low": f"{found.low:.2f}",
        "high": f"{found.high:.2f}",
    }


def _summary(found: Agreement) -> str:
    if found.unsaid is Unsaid.NOTHING:
        return _("Nobody has judged this twice yet.")
    if found.too_few:
        return _("%(n)s places judged by two: too few to say. Kappa is shown from %(fewest)s on.") % {
            "n": found.n,
            "fewest": FEWEST,
        }
    return _("Agreed at %(agreed)s of %(n)s places. Kappa %(kappa)s.") % {
        "agreed": found.agreed,
        "n": found.n,
        "kappa": kappa_words(found),
    }


def _share(found: Agreement) -> str:
    return "–" if found.observed is None else f"{found.observed * 100:.0f} %"


def _line(who: str, found: Agreement) -> Line:
    shown = not found.too_few and found.kappa is not None
    bounded = shown and found.low is not None and found.high is not None
    return Line(
        name=who,
        words=kappa_words(found),
        at=_across(found.kappa) if shown else None,
        start=_across(found.low) if bounded else None,
        length=_across(found.high) - _across(found.low) if bounded else None,
        is_published=False,
    )


def _published_line(
    kappa: float | None, ends: tuple[float, float] | None, sources: Sequence[str], *, is_range: bool
) -> Line:
    who = "; ".join(atlas.load().cited(sources))
    values = {"kappa": f"{kappa or 0:.2f}"} | (
        {"low": f"{ends[0]:.2f}", "high": f"{ends[1]:.2f}"} if ends else {}
    )
    if is_range:
        words = _("from %(low)s to %(high)s over its studies") % values
    elif ends:
        words = _("%(kappa)s (%(low)s to %(high)s)") % values
    else:
        words = values["kappa"]
    return Line(
        name=who,
        words=words,
        at=None if kappa is None else _across(kappa),
        start=_across(ends[0]) if ends else None,
        length=_across(ends[1]) - _across(ends[0]) if ends else None,
        is_published=True,
    )


def _across(kappa: float | None) -> float:
    return round(((kappa or 0.0) + 1) * 50, 2)


def _both(answers: tuple[bool | None, bool | None]) -> str:
    words = {True: _("yes"), False: _("no"), None: "–"}
    first, second = (words[answer] for answer in answers)
    return f"{first} / {second}"

"""Signs after a session and habits of a session, each as a page like that of a rule."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from drypoint.atlas import load as load_atlas
from drypoint.safety import RuleSet, Sign, load_triage
from drypoint.safety.rules import ChecklistLine
from drypoint.safety.triage import RaisedUnder
from drypoint.terms import Source, Text, Verification
from drypoint.web.presenters.levels import LEVELS
from drypoint.web.presenters.parts import Cell, Fact, Table
from drypoint.web.presenters.rule_cases import CaseRow, case_rows
from drypoint.web.templatetags.drypoint import localised


@dataclass(frozen=True, slots=True, kw_only=True)
class SignPage:
    """One sign or habit in full."""

    title: str
    level: str
    lead: str | Promise
    texts: list[Text]
    verification: Verification
    facts: list[Fact]
    raised_by: Table | None
    sources: list[Source]
    cases: list[CaseRow]


def sign_page(sign: Sign, ruleset: RuleSet) -> SignPage:
    """A sign with what makes it more urgent, and what is said at its level."""
    return SignPage(
        title=localised(sign.question),
        level=sign.level.value,
        lead=_("Asked of everybody after a session. The clinic cannot make it milder."),
        texts=[sign.question, sign.because, load_triage().says[sign.level]],
        verification=sign.verification,
        facts=[Fact(_("Leads to"), LEVELS[sign.level].word), Fact(_("Identifier"), sign.id)],
        raised_by=_raised_by(sign, ruleset),
        sources=[ruleset.sources[key] for key in sign.sources],
        cases=case_rows(sign.id, asked=(sign.id,)),
    )


def habit_page(line: ChecklistLine, ruleset: RuleSet) -> SignPage:
    """A habit with when it shows."""
    return SignPage(
        title=localised(line.text),
        level="note",
        lead=_("A habit of the session: read, not answered, and never an alert."),
        texts=[line.text],
        verification=line.verification,
        facts=[Fact(_("Shows"), _when(line, ruleset)), Fact(_("Identifier"), line.id)],
        raised_by=None,
        sources=[ruleset.sources[key] for key in line.sources],
        cases=[],
    )


def _raised_by(sign: Sign, ruleset: RuleSet) -> Table | None:
    asked = [("; ".join(_question(named, ruleset) for named in one.questions), one) for one in sign.raised_by]
    under = [(_near(one), one) for one in sign.raised_under]
    if not asked and not under:
        return None
    return Table(
        caption=_("What makes it more urgent"),
        head=[_("Yes or not sure to") if asked else _("Where"), _("Leads to"), _("Because")],
        rows=[
            [
                Cell(when),
                Cell("", level=one.level.value, word=LEVELS[one.level].word),
                Cell(localised(one.because)),
            ]
            for when, one in (*asked, *under)
        ],
    )


def _near(raised: RaisedUnder) -> str:
    names = ", ".join(localised(load_atlas().structure(code).label) for code in raised.structures)
    return _("Needles near: %(structures)s; or nobody knows what lay under them") % {"structures": names}


def _when(line: ChecklistLine, ruleset: RuleSet) -> str:
    when = line.when
    if when.always:
        return _("always")
    said = [_("at a first visit") if when.visit == "first" else _("at a later visit")] if when.visit else []
    said += [_("while the medicines are not known")] if when.missing else []
    said += [_question(named, ruleset) for named in when.questions]
    return "; ".join(said)


def _question(named: str, ruleset: RuleSet) -> str:
    found = ruleset.question(named)
    return localised(found.text) if found else named

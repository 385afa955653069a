"""The knowledge behind the pages, in numbers."""

from collections.abc import Iterable

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drypoint import atlas
from drypoint.safety import load_rules
from drypoint.web.knowledge import KnowledgeFile
from drypoint.web.presenters.parts import Cell, Fact, Table

ROOMS: dict[str, str | Promise] = {
    "atlas": gettext_lazy("Atlas of the body"),
    "safety": gettext_lazy("Safety rules"),
    "outcomes": gettext_lazy("Outcome measures"),
    "decision": gettext_lazy("Next step"),
}


def counts() -> list[Fact]:
    """What the atlas and the rules hold, with their versions."""
    ruleset = load_rules()
    report = atlas.check(atlas.load(), rules=len(ruleset.rules) + len(ruleset.plan_rules))
    numbers = (
        (_("Muscles"), report.muscles),
        (_("Muscles not reviewed for what lies under"), len(report.not_reviewed)),
        (_("Zones"), report.zones),
        (_("Referral patterns"), report.patterns),
        (_("Hazards"), report.hazards),
        (_("Complaints"), report.complaints),
        (_("Complaints without a published prevalence"), len(report.nothing_found)),
        (_("Safety rules"), report.rules),
        (_("Broken references"), len(report.unmapped)),
    )
    return [
        Fact(_("Version of the atlas"), report.version),
        Fact(_("Version of the safety rules"), ruleset.version),
        *(Fact(term, str(number)) for term, number in numbers),
    ]


def table(found: Iterable[KnowledgeFile]) -> Table:
    """Each file with its rows."""
    return Table(
        caption=_("Knowledge files: statements, how many name a publication, how many are unverified"),
        head=[_("File"), _("Part"), _("Statements"), _("Name a publication"), _("Unverified")],
        rows=[
            [
                Cell(f"{one.room}/{one.name}"),
                Cell(ROOMS[one.room]),
                *(
                    Cell(number_format(number, force_grouping=True), number=True)
                    for number in (one.rows, one.rows_published, one.rows_unverified)
                ),
            ]
            for one in found
        ],
    )

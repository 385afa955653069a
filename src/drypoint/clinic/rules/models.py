"""The clinic's signature under the safety rules, and under each place where it departs from them."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.keys import new_id
from drypoint.clinic.records import ClinicRecord, Fact
from drypoint.safety import LOCAL_OUTCOMES, Outcome


class RuleSetContent(ClinicRecord):
    """The whole text of one version of the rules, kept when it was approved, so that later ones compare."""

    version = models.CharField(max_length=60)
    content = models.JSONField()
    """As ``drypoint.clinic.rules.content`` takes it: the files whose content makes the version."""

    class Meta:
        default_related_name = "rule_set_contents"
        constraints = [
            models.UniqueConstraint(fields=["clinic", "version"], name="rule_set_content_once"),
        ]


class RuleSetApproval(Fact):
    """A named, licensed clinician approved one version of the rules in one language, or withdrew that.

    ``recorded_by`` is who signed. Each row supersedes the one before for the same version and language.
    """

    content = models.ForeignKey(RuleSetContent, on_delete=models.PROTECT, null=True, blank=True)
    """What was approved; empty on a withdrawal, and on approvals of before contents were kept."""
    bilingual = models.BooleanField(default=False)
    """Whether who signed stated that they treat in this language and in English."""

    version = models.CharField(max_length=60)
    language = models.CharField(max_length=10)
    approved = models.BooleanField()
    statement = models.TextField(_("statement"), max_length=2000)
    licence = models.ForeignKey("accounts.Credential", on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        default_related_name = "rule_set_approvals"
        indexes = [models.Index(fields=["clinic", "version", "language"], name="approval_clinic_version")]
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "version", "language"],
                condition=models.Q(supersedes__isnull=True),
                name="approval_one_chain",
            ),
            models.CheckConstraint(
                condition=models.Q(recorded_by__isnull=False), name="approval_by_named_person"
            ),
            models.CheckConstraint(
                condition=models.Q(approved=False) | models.Q(licence__isnull=False),
                name="approval_by_licensed_person",
            ),
            models.CheckConstraint(
                condition=models.Q(approved=False)
                | models.Q(language="en")
                | models.Q(bilingual=True)
                | models.Q(content__isnull=True),
                name="approval_of_a_translation_by_bilingual",
            ),
        ]


# What a finding can lead to; ``incomplete`` and ``clear`` are never a rule's own.
SETTABLE = (Outcome.EMERGENCY, Outcome.STOP, Outcome.REFER, Outcome.REASONS_NEEDED, Outcome.MODIFY)
OUTCOME_CHOICES = [(outcome.value, outcome.value) for outcome in SETTABLE]


class Direction(models.TextChoices):
    """How a setting departs from the rule as it ships."""

    STRICTER = "stricter", _("Stricter than the rule")
    LAXER = "laxer", _("Laxer than the rule")
    AS_SHIPPED = "as_shipped", _("As the rule ships")


class RuleSetting(Fact):
    """The clinic handles one rule differently: signed, with the reason, shown wherever it acts.

    ``outcome`` is what the rule's findings lead to here; empty when the rule is as it ships again.
    """

    rule = models.CharField(max_length=80)
    direction = models.CharField(max_length=10, choices=Direction.choices)
    outcome = models.CharField(max_length=20, blank=True, choices=OUTCOME_CHOICES)
    reason = models.TextField(_("reason"), max_length=1000)
    licence = models.ForeignKey("accounts.Credential", on_delete=models.PROTECT)

    class Meta:
        default_related_name = "rule_settings"
        indexes = [models.Index(fields=["clinic", "rule"], name="rule_setting_clinic_rule")]
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "rule"],
                condition=models.Q(supersedes__isnull=True),
                name="rule_setting_one_chain",
            ),
            models.CheckConstraint(
                condition=models.Q(recorded_by__isnull=False), name="rule_setting_by_named_person"
            ),
            models.CheckConstraint(
                condition=models.Q(direction=Direction.AS_SHIPPED, outcome="")
                | (~models.Q(direction=Direction.AS_SHIPPED) & ~models.Q(outcome="")),
                name="rule_setting_says_outcome",
            ),
        ]


class Authority(models.TextChoices):
    """Who makes a local rule."""

    STATE = "state", _("State, board or law")
    PAYER = "payer", _("Insurer or payer")
    CLINIC = "clinic", _("The clinic itself")


LOCAL_CHOICES = tuple(outcome for outcome in Outcome if outcome in LOCAL_OUTCOMES)
"""What a local rule may lead to, worst first."""


class LocalRule(Fact):
    """A rule of a state, an insurer or the clinic, which the clinic keeps: judged on the visit's day.

    It adds findings and never takes one away. A correction or an end supersedes; ``rule`` stays the same.
    """

    rule = models.UUIDField(default=new_id)
    authority = models.CharField(_("made by"), max_length=10, choices=Authority.choices)
    name = models.CharField(_("name of the state, board or insurer"), max_length=120)
    outcome = models.CharField(max_length=20, choices=[(one.value, one.value) for one in LOCAL_CHOICES])
    places = models.JSONField(default=list, blank=True)
    """Codes of regions or groups of the safety rules; empty: everywhere."""
    technique = models.CharField(max_length=30, blank=True)
    """If set, only insertions of this technique, or with ``electrical_stimulation``."""
    age_from = models.PositiveSmallIntegerField(null=True, blank=True)
    age_below = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField(_("what it says"), max_length=500)
    text_es = models.TextField(_("what it says, in Spanish"), max_length=500, blank=True)
    source = models.CharField(_("where it is written"), max_length=500)
    from_day = models.DateField(_("in force from"))
    until_day = models.DateField(_("until, this day included"), null=True, blank=True)
    note = models.TextField(_("why it was changed or ended"), max_length=500, blank=True)

    class Meta:
        default_related_name = "local_rules"
        indexes = [models.Index(fields=["clinic", "from_day"], name="local_rule_clinic_from")]
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "rule"],
                condition=models.Q(supersedes__isnull=True),
                name="local_rule_one_chain",
            ),
            models.CheckConstraint(
                condition=models.Q(recorded_by__isnull=False), name="local_rule_by_named_person"
            ),
            models.CheckConstraint(
                condition=models.Q(until_day__isnull=True) | models.Q(until_day__gte=models.F("from_day")),
                name="local_rule_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(age_from__isnull=True)
                | models.Q(age_below__isnull=True)
                | models.Q(age_below__gt=models.F("age_from")),
                name="local_rule_ages_in_order",
            ),
        ]

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on ``day``."""
        return self.from_day <= day and (self.until_day is None or day <= self.until_day)

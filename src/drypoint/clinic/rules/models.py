"""The clinic's signature under the safety rules, and under each place where it departs from them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.records import Fact
from drypoint.safety import Outcome


class RuleSetApproval(Fact):
    """A named, licensed clinician approved one version of the rules in one language, or withdrew that.

    ``recorded_by`` is who signed. Each row supersedes the one before for the same version and language.
    """

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

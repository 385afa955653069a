"""A clinic, its rooms, and what named people of it have accepted and set."""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.accounts.features import Feature
from drypoint.clinic.keys import new_id
from drypoint.clinic.records import ClinicRecord, Fact


@cache
def timezones() -> frozenset[str]:
    """Every name in the time zone database."""
    return frozenset(available_timezones())


def known_timezone(name: str) -> None:
    """Refuse a name that is not in the time zone database."""
    if name not in timezones():
        raise ValidationError(_("Choose a time zone such as Europe/Madrid."))


class ClinicKind(models.TextChoices):
    """A demo clinic is fiction from end to end and says so on every page."""

    REAL = "real", _("Real clinic")
    DEMO = "demo", _("Demo clinic: every person in it is invented")


class UnitRuleChoice(models.TextChoices):
    """The rules of ``billing.UnitRule``; payers differ."""

    CMS = "cms", _("Medicare's eight-minute rule: all timed minutes together")
    AMA = "ama", _("Rule of eights: each code by itself")


class Clinic(models.Model):
    """One clinic: the owner of every record that is made in it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    kind = models.CharField(max_length=4, choices=ClinicKind.choices, default=ClinicKind.REAL, editable=False)

    name = models.CharField(_("name"), max_length=120)
    legal_name = models.CharField(_("legal name"), max_length=200, blank=True)
    timezone = models.CharField(_("time zone"), max_length=60, default="UTC", validators=[known_timezone])
    language = models.CharField(_("language"), max_length=10, default="en")
    country = models.CharField(
        _("country"),
        max_length=2,
        blank=True,
        help_text=_("Two capital letters, such as ES or US."),
        validators=[RegexValidator(r"^[A-Z]{2}$", _("Write two capital letters, such as ES or US."))],
    )
    postal_address = models.TextField(_("postal address"), max_length=500, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    after_hours_phone = models.CharField(
        _("phone after hours"),
        max_length=40,
        blank=True,
        help_text=_("Stands on every after-care sheet: whom to call when the clinic is closed."),
    )
    on_call_name = models.CharField(_("who answers after hours"), max_length=120, blank=True)
    emergency_number = models.CharField(
        _("emergency number"), max_length=20, blank=True, help_text=_("Such as 112 or 911.")
    )
    sides_count_twice = models.BooleanField(
        _("left and right of one muscle count as two muscles when billing"), default=False
    )
    unit_rule = models.CharField(
        _("how minutes become units of timed codes"),
        max_length=3,
        choices=UnitRuleChoice.choices,
        default=UnitRuleChoice.CMS,
    )
    currency = models.CharField(
        _("currency"),
        max_length=3,
        default="USD",
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Write three capital letters, such as USD or EUR."))],
    )
    billing_number = models.CharField(_("number of the clinic on bills"), max_length=60, blank=True)
    public_atlas = models.BooleanField(_("the muscle atlas is open without sign-in"), default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=ClinicKind.values), name="clinic_kind_known"),
        ]

    @property
    def is_demo(self) -> bool:
        """Whether everything in it is fiction."""
        return self.kind == ClinicKind.DEMO

    @property
    def zone(self) -> ZoneInfo:
        """Its time zone."""
        return ZoneInfo(self.timezone)


class Location(ClinicRecord):
    """A place where the clinic treats."""

    revision = models.PositiveIntegerField(default=1, editable=False)
    name = models.CharField(_("name"), max_length=120)
    address = models.TextField(_("address"), max_length=500, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        default_related_name = "locations"
        constraints = [models.UniqueConstraint(fields=["clinic", "name"], name="location_name_once")]


class FeatureAcceptance(Fact):
    """A named person of the clinic took responsibility for a switch of the intended use, or withdrew it.

    Each row supersedes the one before for the same feature; what stands is the last.
    """

    feature = models.CharField(max_length=40, choices=Feature.choices)
    accepted = models.BooleanField()
    statement_version = models.CharField(max_length=20)
    statement = models.TextField(max_length=2000)

    class Meta:
        default_related_name = "feature_acceptances"
        indexes = [
            models.Index(fields=["clinic", "feature", "-recorded_at"], name="acceptance_clinic_feature")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "feature"],
                condition=models.Q(supersedes__isnull=True),
                name="acceptance_one_chain",
            ),
            models.CheckConstraint(
                condition=models.Q(recorded_by__isnull=False), name="acceptance_by_named_person"
            ),
        ]


class ClinicThreshold(Fact):
    """A number that nobody published, set and signed by a named clinician of the clinic for the clinic.

    ``recorded_by`` is who signed; ``value`` null takes the threshold back. A change supersedes.
    """

    key = models.CharField(max_length=80)
    value = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    unit = models.CharField(max_length=30, blank=True)
    reason = models.TextField(max_length=1000)

    class Meta:
        default_related_name = "thresholds"
        indexes = [models.Index(fields=["clinic", "key", "-recorded_at"], name="threshold_clinic_key")]
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "key"],
                condition=models.Q(supersedes__isnull=True),
                name="threshold_one_chain",
            ),
            models.CheckConstraint(
                condition=models.Q(recorded_by__isnull=False), name="threshold_by_named_person"
            ),
        ]

"""A person in the care of a clinic."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.people.names import KEY_LENGTH, WORD_LENGTH
from drypoint.clinic.records import ClinicRecord


class Sex(models.TextChoices):
    """Sex as recorded; the screen asks it because some questions depend on it."""

    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    OTHER = "other", _("Another")
    UNKNOWN = "unknown", _("Not known")


class Person(ClinicRecord):
    """Somebody whom the clinic cares for, as the front desk knows them."""

    revision = models.PositiveIntegerField(default=1, editable=False)
    number = models.PositiveIntegerField(editable=False)
    given_name = models.CharField(_("given name"), max_length=100)
    family_name = models.CharField(_("family name"), max_length=100)
    preferred_name = models.CharField(_("preferred name"), max_length=100, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    sex_recorded = models.CharField(
        _("sex as recorded"), max_length=7, choices=Sex.choices, default=Sex.UNKNOWN
    )
    gender = models.CharField(_("gender in their own words"), max_length=60, blank=True)
    pronouns = models.CharField(_("pronouns"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    interpreter_needed = models.BooleanField(_("needs an interpreter"), default=False)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    may_email = models.BooleanField(_("may be written to by e-mail"), default=False)
    """They agreed to reminders by e-mail. Off until they say so."""
    may_text = models.BooleanField(_("may be written to by text message"), default=False)
    """They agreed to reminders by text message. Off until they say so."""
    address = models.TextField(_("address"), max_length=500, blank=True)
    emergency_name = models.CharField(_("emergency contact"), max_length=120, blank=True)
    emergency_relation = models.CharField(_("relation"), max_length=60, blank=True)
    emergency_phone = models.CharField(_("emergency contact's phone"), max_length=40, blank=True)
    desk_note = models.TextField(_("note for the front desk"), max_length=1000, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    archived_reason = models.CharField(max_length=300, blank=True, editable=False)
    # Derived from the names, for lists in the same order on every database.
    family_key = models.CharField(max_length=KEY_LENGTH, editable=False)
    given_key = models.CharField(max_length=KEY_LENGTH, editable=False)

    class Meta:
        default_related_name = "people"
        indexes = [
            models.Index(fields=["clinic", "family_key", "given_key", "id"], name="person_clinic_name"),
            models.Index(fields=["clinic", "birth_date"], name="person_clinic_birth"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["clinic", "number"], name="person_number_once"),
            models.CheckConstraint(
                condition=models.Q(sex_recorded__in=Sex.values), name="person_sex_recorded_known"
            ),
        ]

    @property
    def full_name(self) -> str:
        """Given and family name, as on a document."""
        return f"{self.given_name} {self.family_name}"

    @property
    def called(self) -> str:
        """How to speak to them: the preferred name, else the given one."""
        return self.preferred_name or self.given_name

    def age_on(self, day: date) -> int | None:
        """Full years on ``day``; nothing if the birth date is not known."""
        born = self.birth_date
        if born is None:
            return None
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


class SearchWord(models.Model):
    """One word by which a person is found by its beginning: a name, the number. Derived, never shown."""

    clinic = models.ForeignKey("accounts.Clinic", on_delete=models.PROTECT, db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    word = models.CharField(max_length=WORD_LENGTH)

    class Meta:
        default_related_name = "search_words"
        constraints = [
            models.UniqueConstraint(fields=["clinic", "word", "person"], name="search_word_once"),
        ]

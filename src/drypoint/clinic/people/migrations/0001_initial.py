import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import drypoint.clinic.keys


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=drypoint.clinic.keys.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("number", models.PositiveIntegerField(editable=False)),
                ("given_name", models.CharField(max_length=100, verbose_name="given name")),
                ("family_name", models.CharField(max_length=100, verbose_name="family name")),
                (
                    "preferred_name",
                    models.CharField(blank=True, max_length=100, verbose_name="preferred name"),
                ),
                ("birth_date", models.DateField(blank=True, null=True, verbose_name="date of birth")),
                (
                    "sex_recorded",
                    models.CharField(
                        choices=[
                            ("female", "Female"),
                            ("male", "Male"),
                            ("other", "Another"),
                            ("unknown", "Not known"),
                        ],
                        default="unknown",
                        max_length=7,
                        verbose_name="sex as recorded",
                    ),
                ),
                (
                    "gender",
                    models.CharField(blank=True, max_length=60, verbose_name="gender in their own words"),
                ),
                ("pronouns", models.CharField(blank=True, max_length=40, verbose_name="pronouns")),
                ("language", models.CharField(default="en", max_length=10, verbose_name="language")),
                (
                    "interpreter_needed",
                    models.BooleanField(default=False, verbose_name="needs an interpreter"),
                ),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("address", models.TextField(blank=True, max_length=500, verbose_name="address")),
                (
                    "emergency_name",
                    models.CharField(blank=True, max_length=120, verbose_name="emergency contact"),
                ),
                ("emergency_relation", models.CharField(blank=True, max_length=60, verbose_name="relation")),
                (
                    "emergency_phone",
                    models.CharField(blank=True, max_length=40, verbose_name="emergency contact's phone"),
                ),
                (
                    "desk_note",
                    models.TextField(blank=True, max_length=1000, verbose_name="note for the front desk"),
                ),
                ("archived_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("archived_reason", models.CharField(blank=True, editable=False, max_length=300)),
                ("family_key", models.CharField(editable=False, max_length=120)),
                ("given_key", models.CharField(editable=False, max_length=120)),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="accounts.clinic"
                    ),
                ),
            ],
            options={
                "default_related_name": "people",
                "indexes": [
                    models.Index(
                        fields=["clinic", "family_key", "given_key", "id"], name="person_clinic_name"
                    ),
                    models.Index(fields=["clinic", "birth_date"], name="person_clinic_birth"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("clinic", "number"), name="person_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("sex_recorded__in", ["female", "male", "other", "unknown"])),
                        name="person_sex_recorded_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PatientAccess",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=drypoint.clinic.keys.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("revoked_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="accounts.clinic"
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.person"),
                ),
            ],
            options={
                "verbose_name_plural": "patient accesses",
                "default_related_name": "patient_accesses",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("clinic", "person"),
                        name="access_one_per_person",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("clinic", "user"),
                        name="access_one_per_user",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MedicineEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=drypoint.clinic.keys.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("recorded_as", models.CharField(max_length=10)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("redacted_at", models.DateTimeField(blank=True, null=True)),
                ("redaction_reason", models.CharField(blank=True, max_length=300)),
                ("text", models.CharField(blank=True, max_length=300, verbose_name="medicine")),
                ("started_on", models.DateField(blank=True, null=True, verbose_name="since")),
                ("stopped_on", models.DateField(blank=True, null=True, verbose_name="stopped on")),
                ("none_taken", models.BooleanField(default=False, verbose_name="takes no medicines")),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="accounts.clinic"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="people.medicineentry",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.person"),
                ),
            ],
            options={
                "default_related_name": "medicines",
                "indexes": [models.Index(fields=["clinic", "person"], name="medicine_clinic_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("redacted_at__isnull", False),
                            models.Q(("none_taken", True), ("text", "")),
                            models.Q(("none_taken", False), models.Q(("text", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="medicine_named_or_none_taken",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stopped_on__isnull", True),
                            ("started_on__isnull", True),
                            ("stopped_on__gte", models.F("started_on")),
                            _connector="OR",
                        ),
                        name="medicine_stopped_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BodyMeasure",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=drypoint.clinic.keys.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("recorded_as", models.CharField(max_length=10)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("redacted_at", models.DateTimeField(blank=True, null=True)),
                ("redaction_reason", models.CharField(blank=True, max_length=300)),
                ("measured_on", models.DateField(verbose_name="measured on")),
                (
                    "height_cm",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=4, null=True, verbose_name="height (cm)"
                    ),
                ),
                (
                    "weight_kg",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=4, null=True, verbose_name="weight (kg)"
                    ),
                ),
                (
                    "as_told",
                    models.BooleanField(default=False, verbose_name="told by the person, not measured"),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="accounts.clinic"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="people.bodymeasure",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.person"),
                ),
            ],
            options={
                "default_related_name": "body_measures",
                "indexes": [
                    models.Index(
                        fields=["clinic", "person", "-measured_on"], name="body_measure_clinic_person"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("height_cm__isnull", False),
                            ("weight_kg__isnull", False),
                            ("redacted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="body_measure_not_empty",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("height_cm__isnull", True),
                            models.Q(("height_cm__gt", 0), ("height_cm__lte", 300)),
                            _connector="OR",
                        ),
                        name="body_measure_height_cm_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("weight_kg__isnull", True),
                            models.Q(("weight_kg__gt", 0), ("weight_kg__lte", 700)),
                            _connector="OR",
                        ),
                        name="body_measure_weight_kg_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Allergy",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=drypoint.clinic.keys.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("recorded_as", models.CharField(max_length=10)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("redacted_at", models.DateTimeField(blank=True, null=True)),
                ("redaction_reason", models.CharField(blank=True, max_length=300)),
                ("substance", models.CharField(blank=True, max_length=200, verbose_name="substance")),
                ("reaction", models.CharField(blank=True, max_length=300, verbose_name="what happened")),
                ("none_known", models.BooleanField(default=False, verbose_name="no known allergies")),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="accounts.clinic"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="people.allergy",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.person"),
                ),
            ],
            options={
                "verbose_name_plural": "allergies",
                "default_related_name": "allergies",
                "indexes": [models.Index(fields=["clinic", "person"], name="allergy_clinic_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("redacted_at__isnull", False),
                            models.Q(("none_known", True), ("substance", "")),
                            models.Q(("none_known", False), models.Q(("substance", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="allergy_named_or_none_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(max_length=60)),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="accounts.clinic"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="people.person"),
                ),
            ],
            options={
                "default_related_name": "search_words",
                "constraints": [
                    models.UniqueConstraint(fields=("clinic", "word", "person"), name="search_word_once")
                ],
            },
        ),
    ]

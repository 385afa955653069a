import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import drypoint.clinic.accounts.models.clinics
import drypoint.clinic.keys


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "id",
                    models.UUIDField(
                        default=drypoint.clinic.keys.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(max_length=150)),
                ("language", models.CharField(default="en", max_length=10)),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                        name="user_email_lower_case",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Clinic",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=drypoint.clinic.keys.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("real", "Real clinic"),
                            ("demo", "Demo clinic: every person in it is invented"),
                        ],
                        default="real",
                        editable=False,
                        max_length=4,
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("legal_name", models.CharField(blank=True, max_length=200, verbose_name="legal name")),
                (
                    "timezone",
                    models.CharField(
                        default="UTC",
                        max_length=60,
                        validators=[drypoint.clinic.accounts.models.clinics.known_timezone],
                        verbose_name="time zone",
                    ),
                ),
                ("language", models.CharField(default="en", max_length=10, verbose_name="language")),
                (
                    "country",
                    models.CharField(
                        blank=True,
                        help_text="Two capital letters, such as ES or US.",
                        max_length=2,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z]{2}$", "Write two capital letters, such as ES or US."
                            )
                        ],
                        verbose_name="country",
                    ),
                ),
                (
                    "postal_address",
                    models.TextField(blank=True, max_length=500, verbose_name="postal address"),
                ),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                (
                    "after_hours_phone",
                    models.CharField(
                        blank=True,
                        help_text="Stands on every after-care sheet: whom to call when the clinic is closed.",
                        max_length=40,
                        verbose_name="phone after hours",
                    ),
                ),
                (
                    "on_call_name",
                    models.CharField(blank=True, max_length=120, verbose_name="who answers after hours"),
                ),
                (
                    "emergency_number",
                    models.CharField(
                        blank=True,
                        help_text="Such as 112 or 911.",
                        max_length=20,
                        verbose_name="emergency number",
                    ),
                ),
                (
                    "sides_count_twice",
                    models.BooleanField(
                        default=False,
                        verbose_name="left and right of one muscle count as two muscles when billing",
                    ),
                ),
                (
                    "public_atlas",
                    models.BooleanField(
                        default=False, verbose_name="the muscle atlas is open without sign-in"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["real", "demo"])), name="clinic_kind_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=drypoint.clinic.keys.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("therapist", "Therapist"),
                            ("assistant", "Assistant"),
                            ("front_desk", "Front desk"),
                            ("owner", "Owner"),
                            ("researcher", "Researcher"),
                        ],
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="As it stands under a signature, such as PT, DPT.",
                        max_length=80,
                        verbose_name="title",
                    ),
                ),
                ("active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="accounts.clinic"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "default_related_name": "memberships",
                "constraints": [
                    models.UniqueConstraint(fields=("clinic", "user"), name="membership_once_per_clinic"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("role__in", ["therapist", "assistant", "front_desk", "owner", "researcher"])
                        ),
                        name="membership_staff_role",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FeatureAcceptance",
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
                (
                    "feature",
                    models.CharField(
                        choices=[
                            (
                                "patient_screening_and_triage",
                                "Screening and triage answered by patients themselves",
                            ),
                            ("ranking", "Ranking of muscles from the pain drawing"),
                            ("forecast", "Forecast of the course"),
                            ("decision", "Suggested next step"),
                        ],
                        max_length=40,
                    ),
                ),
                ("accepted", models.BooleanField()),
                ("statement_version", models.CharField(max_length=20)),
                ("statement", models.TextField(max_length=2000)),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="accounts.clinic"
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="accounts.featureacceptance",
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
            ],
            options={
                "default_related_name": "feature_acceptances",
                "indexes": [
                    models.Index(
                        fields=["clinic", "feature", "-recorded_at"], name="acceptance_clinic_feature"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("supersedes__isnull", True)),
                        fields=("clinic", "feature"),
                        name="acceptance_one_chain",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("recorded_by__isnull", False)), name="acceptance_by_named_person"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Credential",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("licence", "Licence to practise"),
                            ("needling", "Needling training or endorsement"),
                            ("first_aid", "First aid or life support"),
                            ("other", "Other"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("profession", models.CharField(blank=True, max_length=80, verbose_name="profession")),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="number")),
                (
                    "jurisdiction",
                    models.CharField(
                        blank=True,
                        help_text="State, region or country where it holds.",
                        max_length=80,
                        verbose_name="jurisdiction",
                    ),
                ),
                (
                    "training_hours",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=6,
                        null=True,
                        verbose_name="hours of training",
                    ),
                ),
                (
                    "regions",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Codes; empty means not stated.",
                        verbose_name="regions trained",
                    ),
                ),
                ("trained_at", models.CharField(blank=True, max_length=160, verbose_name="trained at")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("expires", models.DateField(blank=True, null=True, verbose_name="expires")),
                ("revoked_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("revoked_reason", models.CharField(blank=True, editable=False, max_length=300)),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="accounts.clinic"
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="accounts.credential",
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="accounts.membership"),
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
            ],
            options={
                "default_related_name": "credentials",
                "indexes": [
                    models.Index(fields=["clinic", "membership", "kind"], name="credential_clinic_member")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires__isnull", True),
                            ("expires__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="credential_expires_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("training_hours__isnull", True), ("training_hours__gte", 0), _connector="OR"
                        ),
                        name="credential_hours_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClinicThreshold",
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
                ("key", models.CharField(max_length=80)),
                ("value", models.DecimalField(blank=True, decimal_places=4, max_digits=12, null=True)),
                ("unit", models.CharField(blank=True, max_length=30)),
                ("reason", models.TextField(max_length=1000)),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="accounts.clinic"
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="accounts.clinicthreshold",
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
            ],
            options={
                "default_related_name": "thresholds",
                "indexes": [
                    models.Index(fields=["clinic", "key", "-recorded_at"], name="threshold_clinic_key")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("supersedes__isnull", True)),
                        fields=("clinic", "key"),
                        name="threshold_one_chain",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("recorded_by__isnull", False)), name="threshold_by_named_person"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Location",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=drypoint.clinic.keys.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("address", models.TextField(blank=True, max_length=500, verbose_name="address")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                ("archived_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="accounts.clinic"
                    ),
                ),
            ],
            options={
                "default_related_name": "locations",
                "constraints": [
                    models.UniqueConstraint(fields=("clinic", "name"), name="location_name_once")
                ],
            },
        ),
    ]

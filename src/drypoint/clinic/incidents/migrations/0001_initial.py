import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import drypoint.clinic.keys


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("people", "0001_initial"),
        ("stock", "0001_initial"),
        ("visits", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AdverseEvent",
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
                            ("bruising", "Bruise"),
                            ("bleeding", "Bleeding"),
                            ("pain_during", "Pain during needling"),
                            ("pain_after", "Pain afterwards"),
                            ("aggravation", "Symptoms worse"),
                            ("fainting", "Fainting or nearly fainting"),
                            ("nausea", "Nausea"),
                            ("headache", "Headache"),
                            ("drowsiness", "Drowsiness"),
                            ("numbness", "Numbness or tingling"),
                            ("weakness", "Weakness"),
                            ("nerve_injury", "Suspected nerve injury"),
                            ("pneumothorax", "Suspected or confirmed pneumothorax"),
                            ("infection", "Suspected infection"),
                            ("skin_reaction", "Skin reaction"),
                            ("stuck_needle", "Stuck needle"),
                            ("bent_needle", "Bent needle"),
                            ("broken_needle", "Broken needle"),
                            ("forgotten_needle", "Forgotten needle"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                        verbose_name="what happened",
                    ),
                ),
                (
                    "scheme",
                    models.CharField(
                        choices=[
                            (
                                "white",
                                "White, as used by Physiotherapy Alberta, Dry Needling Adverse Events FAQ",
                            ),
                            (
                                "white_2001",
                                "White A, Hayhoe S, Hart A, Ernst E 2001, BMJ 323:485-486, doi 10.1136/bmj.323.7311.485",
                            ),
                        ],
                        max_length=20,
                        verbose_name="graded by",
                    ),
                ),
                ("grade", models.CharField(max_length=20, verbose_name="grade")),
                ("muscle", models.CharField(blank=True, max_length=60, verbose_name="muscle")),
                ("zone", models.CharField(blank=True, max_length=60, verbose_name="zone")),
                (
                    "side",
                    models.CharField(
                        blank=True,
                        choices=[("left", "left"), ("right", "right"), ("midline", "midline")],
                        max_length=7,
                        verbose_name="side",
                    ),
                ),
                ("onset_at", models.DateTimeField(blank=True, null=True, verbose_name="began")),
                ("description", models.TextField(blank=True, max_length=2000, verbose_name="description")),
                ("action_taken", models.TextField(blank=True, max_length=2000, verbose_name="what was done")),
                ("outcome", models.TextField(blank=True, max_length=2000, verbose_name="how it ended")),
                ("resolved_on", models.DateField(blank=True, null=True, verbose_name="over since")),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="accounts.clinic"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.person"),
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
                        to="incidents.adverseevent",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="visits.visit"
                    ),
                ),
            ],
            options={
                "default_related_name": "adverse_events",
                "indexes": [
                    models.Index(fields=["clinic", "person", "-recorded_at"], name="adverse_clinic_person"),
                    models.Index(fields=["clinic", "-recorded_at"], name="adverse_clinic_recorded"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Incident",
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
                            ("adverse_event", "Harm to a patient"),
                            ("needle_unaccounted", "A needle is not accounted for"),
                            ("needle_broken", "A needle broke"),
                            ("needlestick", "Needlestick injury of staff"),
                            ("near_miss", "Near miss"),
                            ("equipment", "Equipment or supply"),
                            ("privacy", "Privacy"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("happened_at", models.DateTimeField(verbose_name="when")),
                ("title", models.CharField(max_length=160, verbose_name="in one line")),
                ("what_happened", models.TextField(max_length=4000, verbose_name="what happened")),
                (
                    "state",
                    models.CharField(
                        choices=[("reported", "Reported"), ("reviewed", "Reviewed"), ("closed", "Closed")],
                        default="reported",
                        editable=False,
                        max_length=8,
                    ),
                ),
                (
                    "adverse_event",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="incidents.adverseevent",
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="accounts.clinic"
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="accounts.location",
                    ),
                ),
                (
                    "needle_lot",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="stock.needlelot",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="people.person",
                        verbose_name="patient",
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="visits.visit"
                    ),
                ),
            ],
            options={
                "default_related_name": "incidents",
                "indexes": [
                    models.Index(fields=["clinic", "state", "-happened_at"], name="incident_clinic_state")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["reported", "reviewed", "closed"])),
                        name="incident_state_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IncidentStep",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=drypoint.clinic.keys.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("reported", "Reported"), ("reviewed", "Reviewed"), ("closed", "Closed")],
                        max_length=8,
                    ),
                ),
                ("note", models.TextField(max_length=4000, verbose_name="what was found, what changes")),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="accounts.clinic"
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="incidents.incident",
                    ),
                ),
                (
                    "made_by",
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
                "default_related_name": "incident_steps",
                "indexes": [
                    models.Index(fields=["clinic", "incident", "created_at"], name="incident_step_clinic")
                ],
            },
        ),
    ]

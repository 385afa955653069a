import django.utils.timezone
from django.db import migrations, models

import drypoint.clinic.keys


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=drypoint.clinic.keys.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("clinic_id", models.UUIDField()),
                ("actor_kind", models.CharField(max_length=10)),
                ("actor_role", models.CharField(max_length=40)),
                ("membership_id", models.UUIDField(null=True)),
                ("person_id", models.UUIDField(null=True)),
                ("verb", models.CharField(max_length=60)),
                ("subject_type", models.CharField(max_length=40)),
                ("subject_id", models.UUIDField()),
                ("about_person_id", models.UUIDField(null=True)),
                ("fields", models.JSONField(default=list)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["clinic_id", "-at"], name="audit_clinic_at"),
                    models.Index(
                        fields=["clinic_id", "about_person_id", "-at"], name="audit_clinic_person_at"
                    ),
                ],
            },
        ),
    ]

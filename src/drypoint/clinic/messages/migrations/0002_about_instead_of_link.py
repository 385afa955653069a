"""A message keeps what it is about instead of a working link."""

from uuid import UUID

from django.db import migrations, models


def about_from_keys(apps, schema_editor):
    """Keys are ``check_in:<invitation>`` and ``alert:<check-in>:<member>``."""
    message = apps.get_model("clinic_messages", "Message")
    here = message.objects.using(schema_editor.connection.alias)
    for one in here.filter(about__isnull=True).iterator():
        parts = one.key.split(":")
        one.about = UUID(parts[1]) if len(parts) > 1 else one.pk
        one.save(update_fields=["about"])


class Migration(migrations.Migration):
    dependencies = [("clinic_messages", "0001_initial")]

    operations = [
        migrations.AddField("message", "about", models.UUIDField(null=True)),
        migrations.RunPython(about_from_keys, migrations.RunPython.noop),
        migrations.AlterField("message", "about", models.UUIDField()),
        migrations.RemoveField("message", "link_path"),
        migrations.AlterField(
            "message",
            "state",
            models.CharField(
                choices=[
                    ("queued", "Waiting"),
                    ("sending", "Being sent"),
                    ("sent", "Taken by the mail server"),
                    ("failed", "Failed"),
                    ("unknown", "Not known: it may have gone out"),
                    ("not_needed", "Not sent: no longer needed"),
                    ("not_configured", "Not sent: no mail server is set"),
                ],
                default="queued",
                max_length=14,
            ),
        ),
    ]

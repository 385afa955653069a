"""Who cannot be written to is called: a channel of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("followup", "0001_initial")]

    operations = [
        migrations.AlterField(
            "checkininvitation",
            "channel",
            models.CharField(
                choices=[
                    ("qr_code", "Code on the screen"),
                    ("printed", "Printed on the after-care sheet"),
                    ("email", "E-mail"),
                    ("call", "By a call: they cannot be written to"),
                ],
                max_length=10,
            ),
        ),
    ]

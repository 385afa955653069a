"""Second steps that were stored in the clear are sealed with this server's newest key."""

from django.db import migrations


def seal(apps, schema_editor):
    from drypoint.clinic.accounts.second_steps import sealed_data
    from drypoint.config import sealing

    steps = apps.get_model("mfa", "Authenticator").objects.using(schema_editor.connection.alias)
    for step in steps.all():
        data = sealed_data(step.data, sealing.seal)
        if data != step.data:
            steps.filter(pk=step.pk).update(data=data)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_sign_ins_that_are_proven"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    # Backwards nothing: an older version does not read sealed second steps; they are set up anew.
    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]

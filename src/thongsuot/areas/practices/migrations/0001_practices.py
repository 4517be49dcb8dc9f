"""Which bodies took a published practice over."""

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Adoption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("case_id", models.UUIDField()),
                ("body", models.TextField()),
                ("person", models.UUIDField()),
                ("note", models.TextField()),
                ("adopted_at", models.DateTimeField()),
            ],
            options={
                "db_table": "practices_adoption",
                "constraints": [models.UniqueConstraint(fields=("case_id", "body"), name="practices_once_a_body")],
            },
        ),
    ]

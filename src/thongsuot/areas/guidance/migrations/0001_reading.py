"""Which bodies have read which issued documents."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies: ClassVar = []

    operations: ClassVar = [
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("document", models.UUIDField()),
                ("body", models.TextField()),
                ("person", models.UUIDField()),
                ("name", models.TextField(help_text="of the officer, as it was on that day")),
                ("read_at", models.DateTimeField()),
            ],
            options={
                "db_table": "guidance_reading",
                "constraints": [
                    models.UniqueConstraint(fields=("document", "body"), name="guidance_read_once"),
                ],
            },
        ),
    ]

"""The scans of dossiers and their signed copies."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0003_book"), ("engine", "0015_paper_facts")]
    operations = [
        migrations.CreateModel(
            name="Scan",
            fields=[
                ("id", models.UUIDField(help_text="the paper", primary_key=True, serialize=False)),
                ("case_id", models.UUIDField()),
                ("province_code", models.TextField()),
                ("body", models.TextField(help_text="the counter that received the dossier")),
                ("digest", models.BinaryField(help_text="the scan, as the journal has it")),
                ("signed", models.BinaryField(help_text="the scan with its signature behind it", null=True)),
                ("size", models.BigIntegerField()),
                ("signer", models.JSONField(help_text="post, name, title and body of who signs")),
                ("since", models.DateTimeField()),
                ("signed_at", models.DateTimeField(null=True)),
                ("state", models.TextField(help_text="unsigned, waiting, done, dead")),
                ("tries", models.IntegerField()),
                ("next_at", models.DateTimeField(null=True)),
                ("trouble", models.TextField()),
            ],
            options={
                "db_table": "dossiers_scan",
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_at__isnull", False)), fields=["next_at"], name="scan_to_sign"
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["unsigned", "waiting", "dead"])),
                        fields=["body", "since"],
                        name="scan_unsigned",
                    ),
                    models.Index(fields=["case_id"], name="scan_of_case"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ScanPosition",
            fields=[
                ("site", models.TextField(primary_key=True, serialize=False)),
                ("sequence", models.BigIntegerField()),
            ],
            options={"db_table": "dossiers_scan_position"},
        ),
    ]

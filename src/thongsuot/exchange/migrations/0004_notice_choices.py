"""Persons' choices of how they hear, and what provinces say otherwise."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0003_stores")]
    operations = [
        migrations.CreateModel(
            name="NoticeChoice",
            fields=[
                (
                    "number",
                    models.TextField(help_text="personal number or tax code", primary_key=True, serialize=False),
                ),
                ("sms", models.BooleanField()),
                ("mail", models.BooleanField()),
                ("optional", models.BooleanField(help_text="also what is not mandatory")),
                ("language", models.TextField(help_text="vi, en")),
                ("chosen_at", models.DateTimeField()),
            ],
            options={"db_table": "exchange_notice_choice"},
        ),
        migrations.CreateModel(
            name="NoticeText",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("province_code", models.TextField()),
                ("event", models.TextField()),
                ("language", models.TextField()),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("texts", models.JSONField()),
                ("made_by", models.TextField()),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "db_table": "exchange_notice_text",
                "indexes": [models.Index(fields=["province_code", "event"], name="notice_text_of")],
            },
        ),
    ]

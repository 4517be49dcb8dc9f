"""What officers are told, read or not, and how each wants to hear by mail."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("exchange", "0005_owned_stages")]

    operations = [
        migrations.CreateModel(
            name="ToldPosition",
            fields=[
                ("site", models.TextField(primary_key=True, serialize=False)),
                ("sequence", models.BigIntegerField()),
            ],
            options={"db_table": "exchange_told_position"},
        ),
        migrations.CreateModel(
            name="ToldChoice",
            fields=[
                ("person", models.UUIDField(primary_key=True, serialize=False)),
                ("mail", models.TextField(help_text="at_once, daily, none")),
                ("chosen_at", models.DateTimeField()),
            ],
            options={"db_table": "exchange_told_choice"},
        ),
        migrations.CreateModel(
            name="Told",
            fields=[
                ("pk", models.CompositePrimaryKey("person", "case_id", "cause", blank=True, editable=False,
                                                  primary_key=True, serialize=False)),
                ("person", models.UUIDField()),
                ("case_id", models.UUIDField()),
                ("cause", models.TextField(help_text="the number of the entry, or the id of the warning")),
                ("kind", models.TextField(help_text="the kind of the case")),
                ("event", models.TextField(help_text="work, news, or the level of the warning")),
                ("move", models.TextField(blank=True)),
                ("told_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                ("mail", models.TextField(
                    blank=True, help_text="empty: none; waiting, sending, sent, needless, lost, dead")),
                ("next_at", models.DateTimeField(null=True, help_text="when it is tried; once sent, when it left")),
                ("attempts", models.IntegerField(default=0)),
            ],
            options={
                "db_table": "exchange_told",
                "indexes": [
                    models.Index(fields=["person", "-told_at"], name="told_of_person"),
                    models.Index(fields=["person"], name="told_unread", condition=Q(read_at__isnull=True)),
                    models.Index(fields=["next_at"], name="told_to_send", condition=Q(mail__in=["waiting", "sending"])),
                    models.Index(fields=["case_id"], name="told_of_case"),
                    models.Index(fields=["told_at"], name="told_by_age"),
                ],
            },
        ),
    ]

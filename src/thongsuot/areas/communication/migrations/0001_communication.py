"""Questions with their answers, and how often what is published was read."""

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("house", models.TextField()),
                ("place_code", models.TextField(help_text="the commune or province for which it holds; empty for the nation")),
                ("procedure_code", models.TextField(help_text="empty for a question about the place")),
                ("question", models.TextField()),
                ("answer", models.TextField()),
                ("made_by", models.UUIDField()),
                ("made_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("hidden_at", models.DateTimeField(null=True)),
                ("useful", models.IntegerField(default=0)),
                ("useless", models.IntegerField(default=0)),
            ],
            options={
                "db_table": "communication_question",
                "indexes": [models.Index(fields=["place_code", "procedure_code"], name="communication_asked")],
            },
        ),
        migrations.CreateModel(
            name="Seen",
            fields=[
                ("pk", models.CompositePrimaryKey("about", "day", "visitor", blank=True, editable=False, primary_key=True, serialize=False)),
                ("about", models.UUIDField(help_text="the announcement's case, or the question")),
                ("day", models.DateField()),
                ("visitor", models.BinaryField()),
                ("vote", models.SmallIntegerField()),
            ],
            options={"db_table": "communication_seen"},
        ),
        migrations.CreateModel(
            name="Reads",
            fields=[
                ("pk", models.CompositePrimaryKey("about", "day", blank=True, editable=False, primary_key=True, serialize=False)),
                ("about", models.UUIDField()),
                ("day", models.DateField()),
                ("count", models.IntegerField()),
            ],
            options={"db_table": "communication_reads"},
        ),
    ]

"""What was published, by its words without marks, so that everybody finds it among many."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("petitions", "0001_first")]

    operations = [
        migrations.CreateModel(
            name="Published",
            fields=[
                ("case_id", models.UUIDField(primary_key=True, serialize=False)),
                ("number", models.IntegerField(help_text="the entry that published it")),
                ("words", models.TextField(help_text="question, answer and code, folded")),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "petitions_published",
                "indexes": [
                    models.Index(fields=["-at", "case_id"], name="petition_published_last"),
                    GinIndex(SearchVector("words", config="simple"), name="petition_published_words"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PublishedPosition",
            fields=[
                ("site", models.TextField(primary_key=True, serialize=False)),
                ("sequence", models.BigIntegerField()),
            ],
            options={"db_table": "petitions_published_position"},
        ),
    ]

"""Deliveries to the stores of persons' papers and of results."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0002_notices")]
    operations = [
        migrations.CreateModel(
            name="StorePosition",
            fields=[
                ("site", models.TextField(primary_key=True, serialize=False)),
                ("sequence", models.BigIntegerField()),
            ],
            options={"db_table": "exchange_store_position"},
        ),
        migrations.CreateModel(
            name="StoreDelivery",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "paper_id", "act", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("paper_id", models.UUIDField()),
                ("act", models.TextField(help_text="deliver, withdraw")),
                ("case_id", models.UUIDField()),
                ("number", models.IntegerField(help_text="the entry of the case that asked for it")),
                ("province_code", models.TextField()),
                ("shelf", models.TextField(help_text="papers, results")),
                ("since", models.DateTimeField()),
                ("state", models.TextField(help_text="waiting, delivered, needless, dead, settled")),
                ("attempts", models.IntegerField()),
                ("uncertain", models.BooleanField(help_text="it may have arrived without our knowing")),
                ("next_at", models.DateTimeField(null=True)),
                ("reason", models.TextField()),
                ("receipt", models.TextField(help_text="the store's number")),
                ("stored_id", models.TextField(help_text="the store's IdGiayTo")),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.TextField()),
            ],
            options={
                "db_table": "exchange_store_delivery",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["next_at"], name="delivery_to_send"
                    ),
                    models.Index(
                        condition=models.Q(("state", "dead")),
                        fields=["province_code", "since"],
                        name="delivery_stuck",
                    ),
                    models.Index(fields=["case_id"], name="delivery_of_case"),
                ],
            },
        ),
    ]

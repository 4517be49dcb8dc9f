"""The rights of the person concerned: own copies, consents, investigations, and the narrow right to erase."""

from django.db import migrations, models

# Runs as the owner of the tables, for a role that may not update them. It empties the values of a case of which the
# journal already says, as its last entry, that they are erased: without that entry there is no erasure.
ERASE = """
CREATE FUNCTION engine_erase(erased uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  emptied integer;
BEGIN
  PERFORM 1 FROM public.engine_case c
    JOIN public.engine_entry e ON e.case_id = c.id AND e.number = c.length AND e.hash = c.head
    WHERE c.id = erased AND e.verb = 'erase' AND NOT c.is_open AND c.subject = '{}' AND c.subject_name = '';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the journal of % does not end with its erasure', erased USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE public.engine_personal SET values = '{}', salt = '' WHERE case_id = erased;
  GET DIAGNOSTICS emptied = ROW_COUNT;
  RETURN emptied;
END $$;
"""
GUARD = "".join(
    f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION engine_append_only();\n"
    for table in ("engine_consent", "engine_investigation")
)


class Migration(migrations.Migration):

    dependencies = [("engine", "0016_case_of_kind")]

    operations = [
        migrations.CreateModel(
            name="OwnCopyRecord",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("owner", models.TextField(help_text="the personal number that an e-identity confirmed")),
                ("owner_name", models.TextField()),
                ("state", models.TextField(help_text="waiting, working, ready, taken, failed, over")),
                ("reason", models.TextField()),
                ("asked_at", models.DateTimeField()),
                ("begun_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("erase_at", models.DateTimeField()),
                ("size", models.BigIntegerField()),
            ],
            options={
                "db_table": "engine_own_copy",
                "indexes": [
                    models.Index(fields=["owner", "asked_at"], name="own_copy_of_owner"),
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "working"])),
                        fields=["asked_at"],
                        name="own_copy_to_make",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentRecord",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "owner",
                    models.BinaryField(
                        help_text="keyed digest of the personal number: who it was is known to her alone"
                    ),
                ),
                ("purpose", models.TextField()),
                ("given", models.BooleanField()),
                ("words", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "engine_consent",
                "indexes": [models.Index(fields=["owner", "purpose", "at"], name="consent_of_owner")],
            },
        ),
        migrations.CreateModel(
            name="InvestigationRecord",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("case_id", models.UUIDField()),
                ("province_code", models.TextField()),
                ("person", models.UUIDField(help_text="whose looks")),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("basis", models.TextField()),
                ("marked_by", models.UUIDField()),
                ("marked_at", models.DateTimeField()),
            ],
            options={
                "db_table": "engine_investigation",
                "indexes": [
                    models.Index(fields=["case_id", "person"], name="investigation_of_case"),
                    models.Index(fields=["province_code", "marked_at"], name="investigation_of_area"),
                ],
            },
        ),
        migrations.RunSQL(ERASE, "DROP FUNCTION engine_erase(uuid);"),
        migrations.RunSQL(
            GUARD,
            "DROP TRIGGER engine_consent_append_only ON engine_consent;"
            "DROP TRIGGER engine_investigation_append_only ON engine_investigation;",
        ),
    ]

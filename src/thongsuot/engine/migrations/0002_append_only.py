"""The journal refuses to be changed, whoever asks: triggers beside the application role's missing rights."""

from django.db import migrations

GUARD = """
CREATE FUNCTION engine_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
"""
TABLES = ("engine_entry", "engine_stamp", "engine_root", "engine_read", "engine_process")
TRIGGERS = "".join(
    f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION engine_append_only();\n"
    for table in TABLES
)
DROP = "".join(f"DROP TRIGGER {table}_append_only ON {table};\n" for table in TABLES)

TUNING = """
ALTER TABLE engine_case SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE engine_unstamped SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
ALTER TABLE engine_counter SET (fillfactor = 50);
"""


class Migration(migrations.Migration):
    dependencies = [("engine", "0001_first")]
    operations = [
        migrations.RunSQL(GUARD + TRIGGERS, DROP + "DROP FUNCTION engine_append_only();"),
        migrations.RunSQL(TUNING, migrations.RunSQL.noop),
    ]

"""Receipts forget the payer once the dossier is erased: by a function of the owner, as the engine's values do."""

from django.db import migrations

# No role but the owner may update these tables (see `tables`); the trigger that stopped even the owner gives way to
# that right. Deleting stays forbidden to everybody. What remains is the accounting: number, sum, days, transaction.
OPEN = "".join(
    f"DROP TRIGGER {table}_append_only ON {table};\n"
    f"CREATE TRIGGER {table}_append_only BEFORE DELETE OR TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION engine_append_only();\n"
    for table in ("dossiers_receipt", "dossiers_receipt_void")
)
CLOSE = "".join(
    f"DROP TRIGGER {table}_append_only ON {table};\n"
    f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION engine_append_only();\n"
    for table in ("dossiers_receipt", "dossiers_receipt_void")
)
ERASE = """
CREATE FUNCTION dossiers_erase_receipts(erased uuid) RETURNS integer
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
  UPDATE public.dossiers_receipt_void v SET reason = '' FROM public.dossiers_receipt r
    WHERE r.id = v.receipt_id AND r.case_id = erased;
  UPDATE public.dossiers_receipt
    SET content = content || '{"payer": "(đã xóa theo quy định)", "address": "", "lines": []}' WHERE case_id = erased;
  GET DIAGNOSTICS emptied = ROW_COUNT;
  RETURN emptied;
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [("dossiers", "0005_money"), ("engine", "0017_rights")]

    operations = [
        migrations.RunSQL(OPEN, CLOSE),
        migrations.RunSQL(ERASE, "DROP FUNCTION dossiers_erase_receipts(uuid);"),
    ]

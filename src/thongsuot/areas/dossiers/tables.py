"""The dossiers' tables that never change, and what the application's database role may do with them all the same."""

APPEND_ONLY = ("dossiers_payment", "dossiers_receipt", "dossiers_receipt_void")
# By a function of the owner that looks first whether the journal says that the dossier is erased.
FUNCTIONS = ("dossiers_erase_receipts(uuid)",)

"""The tables of the engine and what the application's database role may do with them."""

APPEND_ONLY = (
    "engine_entry",
    "engine_stamp",
    "engine_root",
    "engine_read",
    "engine_exported",
    "engine_process",
    "engine_form",
    "engine_internal",
)

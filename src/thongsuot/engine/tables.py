"""The tables of the engine and what the application's database role may do with them."""

APPEND_ONLY = (
    "engine_entry",
    "engine_personal",
    "engine_stamp",
    "engine_root",
    "engine_read",
    "engine_exported",
    "engine_process",
    "engine_form",
    "engine_internal",
    "engine_consent",
    "engine_investigation",
)

# What the application may do beyond its rights on tables, each by a function of the owner that checks first.
FUNCTIONS = ("engine_erase(uuid)",)

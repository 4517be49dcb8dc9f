"""Finding a procedure as people type it: no diacritics, typos, telex slips, everyday words, codes."""

from thongsuot.register.search.finding import Hit, find, forget

__all__ = ["Hit", "find", "forget"]

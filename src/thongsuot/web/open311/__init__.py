"""The open standard Open311 GeoReport v2, so that applications made for other cities work here unchanged."""

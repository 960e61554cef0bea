"""Background tables: the open dataset `hakari-open` and its readers."""

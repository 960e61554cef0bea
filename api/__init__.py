"""How people and machines reach hakari: HTTP, command line, pages, receipts, store."""

__version__ = "0.1.0"

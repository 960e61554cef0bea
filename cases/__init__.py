"""Data only: one folder a case, the sources they cite."""

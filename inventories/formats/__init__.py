"""File formats: reading documents from anywhere, workbooks, Brightway."""

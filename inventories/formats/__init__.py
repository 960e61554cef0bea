"""File formats: reading YAML and JSON documents from anywhere, strictly and with lines."""

"""Numbers: background artefact, resolved system, solve, contributions. Brightway lives here."""

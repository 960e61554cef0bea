"""Progress of a project over its stage gates, and the chance of reaching the target."""

"""LCIA sets and guidelines as data; applying their rules to a route."""

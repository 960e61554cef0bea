"""What a route is: document model, quantities, balances, findings, formats, background tables."""

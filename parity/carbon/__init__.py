"""What carbon is worth: carbon price to parity, abatement cost, green premium down the chain."""

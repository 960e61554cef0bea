"""Discounted cash flow: the minimum selling price of a plant under explicit tax rules."""

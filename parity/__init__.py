"""Money: capital, yearly cost, baseline price, the ratio to 1.2 and its verdict."""

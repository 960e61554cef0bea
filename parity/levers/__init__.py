"""Which inputs decide the cost ratio, and what they would have to be: levers of a comparison."""

"""Working days as ordinals: a deadline is a join, never a stored date, so a holiday declared in mid-year moves all of them at once."""

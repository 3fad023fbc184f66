"""What the digests say, as values: gathered once, cut to what a person may see, told per audience."""

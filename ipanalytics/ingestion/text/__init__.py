"""What one cell or line of a published table says: `normalise`, `numbers`, `dates`, `vocabulary`, `places`."""

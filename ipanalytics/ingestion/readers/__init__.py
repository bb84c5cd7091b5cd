"""Files to grids of text, whatever kind they are: `detect` tells the kind, `grid` is what comes out."""

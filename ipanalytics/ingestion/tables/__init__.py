"""What a grid says: `structure` finds its parts, `headings` and `row_labels` read them, then `figures`."""

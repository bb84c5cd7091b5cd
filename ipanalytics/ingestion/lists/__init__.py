"""Lists of names, counted by place and period: `entries` reads, `classification` sorts, `counts` counts."""

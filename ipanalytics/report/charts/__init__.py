"""Charts, a function each: `bars` (places in order), `pairs` (two figures), `time_series`, `pace` (against due)."""

"""Charts, a function each: `bars` (places in order), `time_series`, `pace` (reached against due)."""

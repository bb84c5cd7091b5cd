"""Many reports at once: which notebook for which areas, what needs no render, who makes the rest, an account of all.

In: areas and options. Out: a folder of pages with index.html and manifest.json. Read `plan`, `render`, `freshness`,
`inputs`, `manifest`, `output_folder`, `companions`, then `workers` (where reports are made) and `warm` (forks).
"""

from ipanalytics.core.confinement import Limits

# Of a report, where nobody says otherwise; its memory is what it adds to what was preloaded.
LIMITS = Limits(memory=2048, seconds=300)

"""A year's targets judged at a day.

In: observations and targets. Out: an assessment: the progress table and the figures behind it. Read `targets` and
`tasks` (what is asked), `series` (what was reached), `allocation` (a unit's share), `schedule` (what was due),
`status_rules`, `evaluation`, `progress`, `assessment`, then `trajectory` and `contributions`.
"""

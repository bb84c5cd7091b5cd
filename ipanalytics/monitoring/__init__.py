"""A year's targets judged at a day: observations and targets in, the progress table out.

Read `targets` and `tasks` (what is asked), `series` (what was reached), `allocation` (a unit's share), `schedule`
(what was due), `status_rules`, `evaluation`, `progress`, `assessment`, then `trajectory` and `contributions`.
"""

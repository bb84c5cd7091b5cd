"""The year's round: what units are asked for, what they hand in, what is filed of it.

In: the targets of a year, workbooks that units filled in. Out: filed figures and explanations, and marked copies of
what is sent back. Read `workbook` (what is asked, and what came back), `intake` (what becomes of a file), `figures`,
`filing` (what lies in data/submissions; `catalogue.journal` reads its journal), `history` (what was restated),
`reporting` (who has reported, when, complete or not).
"""

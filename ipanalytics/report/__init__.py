"""What a page says and draws: the table of observations and an assessment in, exhibits out; nothing is written to disk.

Read `exhibits` (the elements of a page), `formatting` and `wording` (numbers and rows in words), `citations`,
`scoreboard`, `style`, then `charts`, `maps`, and `sections`, whose functions the cells of a notebook call.
"""

"""What a page says and draws; nothing is written to disk.

In: observations, an assessment. Out: exhibits. Read `exhibits` (the elements of a page), `markup` (templates, which
write all HTML), `formatting` and `wording` (numbers and rows in words), `citations`, `scoreboard`, `style`, then
`charts`, `maps`, and `sections`, whose functions the cells of a notebook call.
"""

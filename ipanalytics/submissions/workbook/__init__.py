"""A unit's workbook: `form` (what is asked), `layout` (where it stands), `template` (the file that is sent).

Then `returned` (a file that came back), `answers` (a cell), `rules` (cells beside one another), `checks` (the whole),
`marking` (the copy that goes back).
"""

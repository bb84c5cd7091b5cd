"""JupyterLab by hand and by widget: what the package offers to notebooks of your own.

In: names that somebody types. Out: tables, drawings, widgets. Read `names`, `figures`, `tables`, `drawings`,
`own_maps`, `saving`, `questions`, then `widgets`.
"""

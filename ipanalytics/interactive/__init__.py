"""JupyterLab by hand and by widget: what `import ipanalytics as ip` offers.

In: names that somebody types. Out: tables, drawings, widgets. Read `figures`, `tables`, `drawings`, `questions`,
then `widgets`.
"""

"""The commands.

In: arguments. Out: calls of the other rooms, lines in the terminal, an exit code. Read `main`, then `render`,
`progress`, `data`.
"""

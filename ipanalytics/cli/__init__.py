"""The commands: each parses its arguments and calls one function. Read `main`, then `render`, `progress`, `data`."""

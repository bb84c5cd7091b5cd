"""Workbooks: `xlsx` and `xls` read sheets, `number_formats` prints numbers, `hidden` names what is not shown."""

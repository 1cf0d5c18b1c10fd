"""
What can be sorted and counted: CSV, XLSX, ICS, and a table to paste into Word.

``sheet``       a sheet of a workbook, its cells typed and harmless
``agreements``  the agreements of a view
``frame``       the numbers behind a chart or a list
``agenda``      the calendar, and a meeting for it
``annual``      the draft of the annual report
``workbook``    everything a view knows, one sheet per noun
"""

"""A survey worked out and written down: report, workbook, figures, waves."""

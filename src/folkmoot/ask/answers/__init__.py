"""Files of answers, whatever program wrote them, read and coded."""

"""What one published text can mean: a date, an amount, a status, a length."""

-- One row as published. {table} is a quoted name; $1: row_number.
SELECT * FROM raw.{table} WHERE row_number = $1

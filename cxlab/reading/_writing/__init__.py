"""A survey as a file again: CSV, Excel, Parquet, SPSS and Stata, safe from formulas."""

"""Arithmetic: arrays in, arrays out. No column names, no pandas."""

"""Foundation: errors, words, results, checks. Knows nothing about customers."""

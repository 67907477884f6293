"""From cells to values: numbers, dates, yes and no, or text, and personal data found."""

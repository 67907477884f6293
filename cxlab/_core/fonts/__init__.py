"""The Chinese font subset that charts carry, and how it is built."""

"""From a typed frame to the items of a questionnaire: columns matched, answer words to numbers."""

"""Response quality: who answered without care, each sign with its source and its threshold."""

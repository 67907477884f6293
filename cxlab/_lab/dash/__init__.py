"""The server of ``cxlab dash``: Voila with a gallery, words for every case, and a guarded door."""

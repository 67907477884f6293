"""From a file to rows of cells: what kind it is, its encoding, its separator, its header."""

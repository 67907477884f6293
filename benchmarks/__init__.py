"""Speed and memory, as a ratio against a peer or a bound in the same run; never part of the tests.

``python -m benchmarks`` runs them all, ``python -m benchmarks importance`` one of them.
"""

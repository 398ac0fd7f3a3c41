"""Benchmarks: how fast, in how much memory, and beside what else one could take."""

"""Mutations of pages: what may happen to a website, one way at a time, each with its outcome declared beforehand."""

from mutations import damage, insertions, names, noops, notices, opinions, rows, sections
from mutations.declarations import MUTATIONS, Mutation, Outcome

__all__ = ["MUTATIONS", "Mutation", "Outcome"]
FAMILIES = (names, sections, rows, insertions, opinions, noops, damage, notices)
"""The modules that declare them."""

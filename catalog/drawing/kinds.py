"""Loads every kind of product."""

from . import carry, clothes, home, kitchen, play, shoes
from .sketch import KINDS, Kind

MODULES = (carry, clothes, home, kitchen, play, shoes)

__all__ = ["KINDS", "Kind", "MODULES"]

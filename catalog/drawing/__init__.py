"""Drawings of household products as SVG, and the tools that turn them into pictures."""

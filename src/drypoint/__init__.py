"""Drypoint: the open system for dry needling care. ``import drypoint`` loads nothing until it is asked."""

__version__ = "0.1.0"

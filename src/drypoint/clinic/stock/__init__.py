"""Needle lots: what is on the shelf, what expired, what was recalled."""

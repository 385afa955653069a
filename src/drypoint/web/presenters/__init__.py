"""Wording: how records become what a page says."""

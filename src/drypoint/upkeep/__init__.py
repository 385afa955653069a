"""Keeping a clinic running: the server, backup and restore, and the doctor that looks for damage."""

"""Services and appointments."""

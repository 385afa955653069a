"""The engines over HTTP: JSON in, JSON out, for staff who are signed in. Translation only, no rules."""

"""Sign-off of the safety rules by a named clinician of the clinic."""

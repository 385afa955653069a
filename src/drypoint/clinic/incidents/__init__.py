"""Adverse events of patients and incidents of the clinic."""

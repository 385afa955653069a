"""Models of people, one noun per file."""

from drypoint.clinic.people.models.access import PatientAccess
from drypoint.clinic.people.models.facts import Allergy, BodyMeasure, MedicineEntry
from drypoint.clinic.people.models.person import Person, SearchWord, Sex

__all__ = ["Allergy", "BodyMeasure", "MedicineEntry", "PatientAccess", "Person", "SearchWord", "Sex"]

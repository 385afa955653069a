"""Models of accounts, one noun per file."""

from drypoint.clinic.accounts.models.clinics import Clinic, ClinicThreshold, FeatureAcceptance, Location
from drypoint.clinic.accounts.models.memberships import Credential, Membership
from drypoint.clinic.accounts.models.users import User

__all__ = ["Clinic", "ClinicThreshold", "Credential", "FeatureAcceptance", "Location", "Membership", "User"]

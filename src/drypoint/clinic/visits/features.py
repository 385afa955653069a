"""Asking whether a switch of the intended use is on."""

from django.utils.translation import gettext as _

from drypoint.clinic.accounts.features import Feature
from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.accounts.queries import features
from drypoint.clinic.errors import NotAllowedNow


def require_feature(clinic: Clinic, feature: Feature) -> None:
    """Pass, or raise ``NotAllowedNow``: off until a named person of the clinic accepts it."""
    if feature not in features(clinic):
        raise NotAllowedNow(
            _("This is switched off here: %(feature)s. The owner can accept it in the settings.")
            % {"feature": feature.label}
        )

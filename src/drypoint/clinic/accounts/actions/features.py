"""Accept a switch of the intended use by name, or take the acceptance back."""

from drypoint.clinic.accounts.features import STATEMENT_VERSION, STATEMENTS, Feature
from drypoint.clinic.accounts.models import FeatureAcceptance
from drypoint.clinic.actors import Actor
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import append


def accept(*, by: Actor, feature: Feature, supersedes: FeatureAcceptance | None = None) -> FeatureAcceptance:
    """Take responsibility for ``feature`` in the words of its statement; ``supersedes`` is what stood."""
    return _say(by=by, feature=feature, accepted=True, supersedes=supersedes)


def decline(*, by: Actor, feature: Feature) -> FeatureAcceptance:
    """Decide for the first time to leave ``feature`` off."""
    return _say(by=by, feature=feature, accepted=False, supersedes=None)


def withdraw(*, by: Actor, acceptance: FeatureAcceptance) -> FeatureAcceptance:
    """Switch a feature off again, at once."""
    return _say(by=by, feature=Feature(acceptance.feature), accepted=False, supersedes=acceptance)


def _say(
    *, by: Actor, feature: Feature, accepted: bool, supersedes: FeatureAcceptance | None
) -> FeatureAcceptance:
    by.require(Permission.EDIT_CLINIC, clinic_id=supersedes.clinic_id if supersedes else by.clinic_id)
    by.require_named()
    return append(
        FeatureAcceptance,
        by=by,
        verb="feature.accepted" if accepted else "feature.withdrawn",
        supersedes=supersedes,
        chain=("feature",),
        feature=feature,
        accepted=accepted,
        statement_version=STATEMENT_VERSION,
        statement=str(STATEMENTS[feature]),
    )

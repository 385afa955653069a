"""What every row of knowledge carries: its sources by key and how far it has been checked."""

from collections.abc import Iterable

from drypoint.terms import Value, Verification

UNPUBLISHED_SOURCES = frozenset({"drypoint", "expert_knowledge", "general_knowledge"})
"""Source keys that name no publication: a row that rests on these alone does not count as sourced."""

_BEST_TO_WORST = (Verification.VERIFIED, Verification.EXPERT_KNOWLEDGE, Verification.UNVERIFIED)


class Row(Value, frozen=True):
    """A statement with the keys of its sources (in the file's ``sources`` table) and its verification."""

    sources: tuple[str, ...]
    verification: Verification

    @property
    def is_published(self) -> bool:
        """Whether at least one source is something a reader can look up."""
        return any(key not in UNPUBLISHED_SOURCES for key in self.sources)


def weakest(verifications: Iterable[Verification]) -> Verification:
    """The least checked of several verifications; at least one must be given."""
    return max(verifications, key=_BEST_TO_WORST.index)

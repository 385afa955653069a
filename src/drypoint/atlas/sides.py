"""Places and points with their side, and their mirror images."""

from drypoint.terms import MuscleId, Side, Value, ZoneCode


class ZoneSide(Value, frozen=True):
    """A zone on one side."""

    zone: ZoneCode
    side: Side

    @property
    def mirrored(self) -> "ZoneSide":
        """The same zone on the other side."""
        return ZoneSide(zone=self.zone, side=self.side.opposite)


class MuscleSide(Value, frozen=True):
    """A muscle on one side."""

    muscle: MuscleId
    side: Side

    @property
    def mirrored(self) -> "MuscleSide":
        """The same muscle on the other side."""
        return MuscleSide(muscle=self.muscle, side=self.side.opposite)


class TriggerPoint(Value, frozen=True):
    """One numbered trigger point of a muscle on one side: the unit of a ranking."""

    muscle: MuscleId
    trp: int
    side: Side

    @property
    def mirrored(self) -> "TriggerPoint":
        """The same trigger point on the other side."""
        return TriggerPoint(muscle=self.muscle, trp=self.trp, side=self.side.opposite)

    @property
    def muscle_side(self) -> MuscleSide:
        """The muscle and side it belongs to."""
        return MuscleSide(muscle=self.muscle, side=self.side)


class Referral(Value, frozen=True):
    """Where one trigger point on one side refers pain."""

    essential: tuple[ZoneSide, ...]
    spillover: tuple[ZoneSide, ...]

    @property
    def mirrored(self) -> "Referral":
        """The referral of the same trigger point on the other side."""
        return Referral(
            essential=tuple(place.mirrored for place in self.essential),
            spillover=tuple(place.mirrored for place in self.spillover),
        )

"""Draw what is run again before an entry by what the entry will say, and by the entry before it."""

from dataclasses import dataclass

from booking.register.chain import canonical
from scenarios.results.provenance import digest


@dataclass(frozen=True, kw_only=True)
class ComingEntry:
    """Who enters something and why, and the newest entry when they began.

    Caveat. The sample can be worked out by whoever knows all of it, and so be spared, with another reason as
    often as it takes. It can be worked out later, too: by whoever doubts that it was run again.
    """

    who: str
    why: str
    previous: str
    """Digest of the newest entry; empty in a register without any."""

    def seed(self, *, case: str, scenario_digest: str, run_digest: str, value_digest: str) -> str:
        """Return the seed of the sample: SHA-256 of what the entry says, and of the digest before it."""
        said = [self.who, self.why, self.previous, case, scenario_digest, run_digest, value_digest]
        return digest(canonical(said))

"""Draw what is run again before an entry by what the entry will say, and by the entry before it."""

from dataclasses import dataclass

from booking.register.chain import canonical
from scenarios.results.provenance import digest


@dataclass(frozen=True, kw_only=True)
class ComingEntry:
    """Who enters something and why, and the newest entry when they began.

    Caveat. A sample by this alone can be foreseen, and spared, by whoever tries another reason as often as it
    takes; so another one is drawn afresh. This one can be worked out later, by whoever doubts it.
    """

    who: str
    why: str
    previous: str
    """Digest of the newest entry; empty in a register without any."""

    def seed(self, *, case: str, scenario_digest: str, run_digest: str, value_digest: str) -> str:
        """Return the seed of the sample: SHA-256 of what the entry says, and of the digest before it."""
        said = [self.who, self.why, self.previous, case, scenario_digest, run_digest, value_digest]
        return digest(canonical(said))

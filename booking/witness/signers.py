"""Judge who may sign for whom: a person or role names a key, and signs with it and no other from then on."""

from booking.proof.signatures import short_key
from booking.register.entry_kinds import Body
from booking.register.names import person
from booking.register.witness_kinds import KeyEnded, KeyEntry
from language.messages import Message


class Signers:
    """Who has which key, as far as entries have been taken in."""

    def __init__(self) -> None:
        self._keys: dict[str, str] = {}
        """By person, the key that signs for them."""
        self._named: dict[str, str] = {}
        """By key that was ever named, the person."""
        self._ended: set[str] = set()
        """Persons whose key was ended."""

    def key_of(self, who: str) -> str | None:
        """Return the key that signs for somebody, if there is one."""
        return self._keys.get(person(who))

    def fault(self, body: Body, who: str, signer: str) -> Message | None:
        """Return why an entry may not be made in a name with this key, or without one (empty)."""
        if isinstance(body, KeyEntry | KeyEnded) and (wrong := self._unnameable(body, who)) is not None:
            return wrong
        key = self.key_of(who)
        if isinstance(body, KeyEntry) and key is None:
            key = body.public_key
        if key is not None and signer != key:
            return Message(
                "{who} signs with the key {key}, and this is not signed with it; give it by --key",
                who=who,
                key=short_key(key),
            )
        if key is None and signer:
            return Message(
                "the key {key} does not sign for {who}; name it first: trappe register name-key",
                key=short_key(signer),
                who=who,
            )
        return self.ended(who)

    def ended(self, who: str) -> Message | None:
        """Return that somebody's key has been ended, if it has."""
        if person(who) not in self._ended:
            return None
        return Message("the key of {who} has been ended, so nothing is entered in that name", who=who)

    def other_owner(self, public_key: str, who: str) -> Message | None:
        """Return that a key is somebody else's, if it is."""
        if self._named.get(public_key, person(who)) == person(who):
            return None
        return Message("the key {key} is somebody else's", key=short_key(public_key))

    def _unnameable(self, body: KeyEntry | KeyEnded, who: str) -> Message | None:
        if isinstance(body, KeyEntry):
            return self.other_owner(body.public_key, who)
        if body.public_key == self.key_of(who):
            return None
        return Message("{who} has another key, or none", who=who)

    def take(self, body: Body, who: str) -> None:
        """Take in an entry."""
        name = person(who)
        if isinstance(body, KeyEntry):
            self._keys[name] = body.public_key
            self._named[body.public_key] = name
        elif isinstance(body, KeyEnded):
            del self._keys[name]
            self._ended.add(name)

"""Sign digests with Ed25519 (RFC 8032), and verify signatures.

Caveat. A signature proves that whoever held the key signed, and not who that was.
"""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

KEY_DIGITS, SIGNATURE_DIGITS = 64, 128
_ENTRY, _SEAL = b"trappe entry\n", b"trappe seal\n"
"""What stands before what is signed, so that no signature of the one is taken for one of the other."""


class Signer:
    """A private key that signs."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key

    @property
    def public_key(self) -> str:
        """The public key, 64 hexadecimal digits."""
        return self._key.public_key().public_bytes_raw().hex()

    def sign(self, digest: bytes) -> str:
        """Return the signature of the digest of an entry, 128 hexadecimal digits."""
        return self._key.sign(_ENTRY + digest).hex()

    def sign_seal(self, text: str) -> str:
        """Return the signature of what is said about a seal."""
        return self._key.sign(_SEAL + text.encode()).hex()


def is_signature(signature: str, digest: bytes, public_key: str) -> bool:
    """Return whether a key has signed the digest of an entry."""
    return _is_signature(signature, _ENTRY + digest, public_key)


def is_seal_signature(signature: str, text: str, public_key: str) -> bool:
    """Return whether a key has signed what is said about a seal."""
    return _is_signature(signature, _SEAL + text.encode(), public_key)


def is_public_key(text: str) -> bool:
    """Return whether a text is a public key as registers hold it."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(text))
    except ValueError:
        return False
    return len(text) == KEY_DIGITS and text == text.lower()


def short_key(public_key: str) -> str:
    """Return a public key as sentences name it: its first 16 digits in groups of four."""
    return " ".join(public_key[at : at + 4] for at in range(0, 16, 4))


def _is_signature(signature: str, signed: bytes, public_key: str) -> bool:
    if len(signature) != SIGNATURE_DIGITS or len(public_key) != KEY_DIGITS:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(bytes.fromhex(signature), signed)
    except (ValueError, InvalidSignature):
        return False
    return True

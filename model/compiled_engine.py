"""The fast engine: the meaning of `model.simpy_engine`, compiled."""


def prepare() -> None:
    """Compile the engine, or load it from the disk if this machine has compiled it before."""

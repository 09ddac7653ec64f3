"""Prove to outsiders: a Merkle tree, keys and signatures, trusted time; none of it knows of registers."""

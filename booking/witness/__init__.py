"""Let outsiders bear witness: proofs that leave the house, who signs for whom, countersigned seals."""

"""Run many replications: plan, chunks, workers, and what is kept of an unfinished run."""

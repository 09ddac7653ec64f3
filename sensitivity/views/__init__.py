"""Look at a gain in three views: as the scenario says, corrected for optimism, only what is repeated."""

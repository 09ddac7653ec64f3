"""Three views of the gain: as the scenario says, corrected for optimism, only what others repeated."""

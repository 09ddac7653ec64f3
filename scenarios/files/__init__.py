"""Read YAML files and place every fault at its line and column."""

"""Hold a case under way against what was expected of it, and estimate its effect anew."""

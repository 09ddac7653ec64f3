"""Expected numbers of children by exact forward equations, for worlds without places."""

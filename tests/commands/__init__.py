"""Try the commands as a new user would: answers, faults, interruptions, start-up."""

"""This year's account against its frame: what has been spent, what is under way, what is still to come."""

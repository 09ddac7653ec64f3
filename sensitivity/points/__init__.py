"""Run the model at points of the assumptions, with chance held apart."""

"""Simulate readably: children, queues and enrolments as SimPy processes."""

"""The readable engine: children, queues and enrolments as SimPy processes."""

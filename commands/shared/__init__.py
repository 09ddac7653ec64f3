"""Options, help texts, workers, errors and progress that the commands share."""

"""The build: what is out of date is done again, everything else is left alone."""

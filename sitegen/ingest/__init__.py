"""Import: raw pages → articles in the content folder, and never over a person's work."""

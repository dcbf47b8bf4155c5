"""Article files: front matter and body to values and back, and bodies to HTML in every variant."""

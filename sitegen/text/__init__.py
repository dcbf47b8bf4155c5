"""Chinese text itself: its bytes, characters, damage and scripts; nothing here knows of pages or articles."""

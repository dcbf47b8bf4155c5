"""The live preview: pages from memory, rebuilt when a file changes, reloaded by the browser that shows them."""

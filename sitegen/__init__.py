"""sitegen: dirty Chinese web pages in, a clean site in both scripts out."""

__version__ = "0.1.0"

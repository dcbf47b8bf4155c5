"""Publish a built site: compare what stands here with what stands there, show the plan, carry it out."""

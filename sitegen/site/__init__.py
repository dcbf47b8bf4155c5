"""The site as pages: articles indexed, routes, view models, templates, feeds."""

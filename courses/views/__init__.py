"""What learners see. One function per verb; what a reader may see of others is nothing."""

from .preview import preview_page, serve_page

__all__ = ["preview_page", "serve_page"]

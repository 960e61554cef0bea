"""Pages for people, rendered on the server, in English and Japanese; JavaScript only draws."""

from api.pages.router import router

__all__ = ["router"]

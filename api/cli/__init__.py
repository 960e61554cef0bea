"""The command `hakari`. Heavy imports happen inside the commands: a cold start is felt."""

from api.cli.main import main

__all__ = ["main"]

"""Serving: the web server around the application."""

from __future__ import annotations

import sys

import uvicorn

from api.app import create_app
from api.settings import Settings


def serve(host: str, port: int) -> None:
    """Serve pages and API until interrupted.

    The background is built if absent and the database is migrated before the first request is
    answered (`/readyz` says 200 from then on).
    """
    settings = Settings()
    sys.stderr.write(f"hakari: http://{host}:{port}/ (Ctrl-C to stop, 終了は Ctrl-C)\n")
    uvicorn.run(
        create_app(settings),
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )

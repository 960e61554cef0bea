"""Serving: the web server around the application."""

from __future__ import annotations

import socket
import sys

import uvicorn
from sqlalchemy.exc import SQLAlchemyError

from api.app import create_app
from api.errors import AddressUnusableError, DatabaseUrlInvalidError
from api.evaluation import Evaluator
from api.settings import Settings, read_settings
from api.store import migrate, open_engine


def serve(host: str, port: int) -> None:
    """Serve pages and API until interrupted.

    The background is built if absent and the database is migrated before the first request is
    answered (`/readyz` says 200 from then on).
    """
    settings = read_settings()
    app = create_app(settings, Evaluator.create(settings.data_dir))
    prepare_database(settings)
    with socket.socket() as taken:  # a busy port is said here, not in the middle of a log
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        _bind(taken, host, port)
    sys.stderr.write(f"hakari: http://{host}:{port}/ (Ctrl-C to stop, 終了は Ctrl-C)\n")
    uvicorn.run(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )


def prepare_database(settings: Settings) -> None:
    """Migrate the database once, so that a wrong address is said before serving.

    Raises
    ------
    DatabaseUrlInvalidError
        If it cannot be opened; says why.
    """
    engine = open_engine(settings.database)
    try:
        migrate(engine)
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
        raise DatabaseUrlInvalidError(reason) from error
    finally:
        engine.dispose()


def _bind(taken: socket.socket, host: str, port: int) -> None:
    try:
        taken.bind((host, port))
    except OSError as error:
        raise AddressUnusableError(host, port, error.strerror or str(error)) from error

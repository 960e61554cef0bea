"""Settings of the service and the command, from the environment (prefix ``HAKARI_``)."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.errors import SettingsInvalidError

DATABASE_FILE = "hakari.sqlite3"


class Settings(BaseSettings):
    """What an operator may set.

    Attributes
    ----------
    data_dir
        Folder of the background artefact and of the embedded database.
    database_url
        SQLAlchemy URL (SQLite file or PostgreSQL); empty means a SQLite file in `data_dir`.
    rate_per_minute
        Requests a minute one client may send; the bucket holds one minute's worth.
    max_body_bytes
        Largest request body that is read.
    idempotency_hours
        How long an `Idempotency-Key` is remembered.
    log_level
        Least level that is logged.
    """

    model_config = SettingsConfigDict(env_prefix="HAKARI_", extra="ignore", frozen=True)

    data_dir: Path = Path("var")
    database_url: str | None = None
    rate_per_minute: Annotated[int, Field(ge=1, le=1_000_000)] = 600
    max_body_bytes: Annotated[int, Field(ge=1_000)] = 5_000_000
    idempotency_hours: Annotated[int, Field(ge=1, le=24 * 366)] = 24
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @property
    def database(self) -> str:
        """URL of the database to use."""
        return self.database_url or f"sqlite:///{self.data_dir / DATABASE_FILE}"


def read_settings() -> Settings:
    """Read the settings from the environment.

    Raises
    ------
    SettingsInvalidError
        If a variable holds a value of the wrong kind; names the variable.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "HAKARI_" + "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsInvalidError(f"{name}: {first['msg']}") from error

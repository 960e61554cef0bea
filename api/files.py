"""Writing files so that a reader never sees half of one, and a failure leaves the old one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from inventories.errors import FileNotRegularError


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Yield a temporary path beside `path`; on success it takes the place of `path`.

    Raises
    ------
    FileNotRegularError
        If `path` is a folder or a device.
    OSError
        If the folder does not exist or cannot be written to.
    """
    if path.exists() and not path.is_file():
        raise FileNotRegularError(str(path))
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield temporary
        temporary.replace(path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        temporary.unlink(missing_ok=True)

"""Packages that come with an extra."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from mahdar.errors import MissingExtra


def needed(module: str, extra: str) -> Any:  # noqa: ANN401 -- a module
    """The module of that name. Raises `MissingExtra` where it is not installed."""
    try:
        return import_module(module)
    except ImportError as error:
        raise MissingExtra(
            f"no package {module.split('.')[0]}",
            expected=f"those of the extra '{extra}'",
            remedy=f"install them: pip install 'mahdar[{extra}]'",
        ) from error

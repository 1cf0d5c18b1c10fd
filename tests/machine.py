"""What a test needs of the machine that runs it."""

import os
from typing import NoReturn

import pytest


def missing(reason: str) -> NoReturn:
    """Skip a test for what this machine lacks; where ``.ci/run`` runs, nothing may be lacking."""
    (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)

"""
Records as JSON: frozen dataclasses out and in again, checked on the way.

Only what a reading is made of is known: texts, whole numbers, flags, dates, members of closed
lists, nothing, tuples of one kind, and other records. Reading checks every value against the
record's annotations, so that what another process says is believed only as far as it has the right
shape.
"""

from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints


def plain(value: object) -> object:
    """Return what ``json`` can write for a record or a day, its ``default``."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    msg = f"{type(value).__name__} is no part of a record"
    raise TypeError(msg)


def from_json(kind: Any, value: Any) -> Any:  # noqa: ANN401  any annotation, any value of JSON
    """
    Return the record, or what a field of it is annotated as, written with `plain`.

    ValueError if a value is not what the annotations say.
    """
    origin, inner = get_origin(kind), get_args(kind)
    if origin is UnionType:
        (some,) = (each for each in inner if each is not type(None))
        return None if value is None else from_json(some, value)
    if origin is tuple:
        _expect(value, list)
        return tuple(from_json(inner[0], each) for each in value)
    if isinstance(kind, type) and is_dataclass(kind):
        _expect(value, dict)
        hints = get_type_hints(kind)
        names = [field.name for field in fields(kind)]
        if set(value) != set(names):
            msg = f"{kind.__name__} has the fields {names}, got {sorted(value)}"
            raise ValueError(msg)
        return kind(**{name: from_json(hints[name], value[name]) for name in names})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    if kind is date:
        _expect(value, str)
        return date.fromisoformat(value)
    _expect(value, kind)
    return value


def _expect(value: object, kind: type) -> None:
    """Raise ValueError unless a value is of exactly this type: True is no number."""
    if type(value) is not kind:
        msg = f"expected {kind}, got {value!r:.80}"
        raise ValueError(msg)

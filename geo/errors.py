"""Errors of the library: one class for every situation a caller can act on."""

import errno

_REASONS = {
    errno.ENOENT: "no_entry",
    errno.ENOTDIR: "no_entry",
    errno.ELOOP: "no_entry",
    errno.EISDIR: "is_folder",
    errno.EEXIST: "bad_name",
    errno.EACCES: "no_right",
    errno.EPERM: "no_right",
    errno.EROFS: "no_right",
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EFBIG: "full",
    errno.ENAMETOOLONG: "long_name",
    errno.EINVAL: "bad_name",
}
"""What the system says, by the key of our words for it: its own come in its own language."""


def system_reason(error: OSError) -> str:
    """Return the key of what the system said; `GeoError.message` puts it into words."""
    return f"reason.{_REASONS.get(error.errno or 0, 'other')}"


class GeoError(Exception):
    """Base of all errors a reader may see: the key of a text, and values for its placeholders."""

    def __init__(self, key: str, **details: object) -> None:
        super().__init__(key)
        self.key = key
        self.details = details

    def message(self, lang: str) -> str:
        """Return the message in the reader's language; a detail may itself be a text key."""
        from geo.text import has_text, t

        details = dict(self.details)
        for name in ("expected", "reason"):
            if has_text(str(details.get(name))):
                details[name] = t(str(details[name]), lang)
        return t(self.key, lang, **details)

    def __str__(self) -> str:
        return self.message("en")


class DataError(GeoError):
    """A file in ``data/`` is missing, broken or contradicts another one."""


class UnknownTerritoryError(GeoError, KeyError):
    """A territory code that ``territories.csv`` does not have; a mapping's ``get`` meets it too."""


class AssetError(GeoError):
    """A file the browser needs (Leaflet, fonts, the map's script) is not installed."""


class RegisterFormatError(GeoError):
    """A document that is no register: no table of it has the register's headings and a row."""


class IntakeError(GeoError):
    """A file is no register that can be read, or is not safe to read; nothing was changed."""


class UpdateError(GeoError):
    """The new register may not be written as things stand; nothing was changed."""

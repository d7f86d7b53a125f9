"""The errors that `resolve` raises on purpose.

Each is a `ResolveError` and also the builtin kind that fits, so that callers may catch either. A message says
what was expected, what was found, where, and what to do; it never quotes a person's data.

>>> issubclass(InputError, ResolveError) and issubclass(InputError, ValueError)
True
"""


class ResolveError(Exception):
    """Anything that `resolve` refuses on purpose; catch this to catch them all."""


class InputError(ResolveError, ValueError):
    """Data that cannot be read or holds nothing to work on."""


class FileError(ResolveError, OSError):
    """A file that is missing, unreadable or cannot be written."""


class UnknownNameError(ResolveError, KeyError):
    """A column, field, record or policy that does not exist."""

    def __str__(self) -> str:
        """Give the message plainly; `KeyError` alone would print it in quotes."""
        return str(self.args[0]) if self.args else ""


class RulesError(ResolveError, ValueError):
    """A file in `rules/` that breaks its own form."""

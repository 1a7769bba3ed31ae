"""The errors of Bellwether.

    BellwetherError
    |-- InputError             what a person or a program gave cannot be used
    |   |-- UnreadableFile     not a table, damaged, encrypted, empty
    |   |-- FileTooLarge       beyond a stated cap
    |   |-- NeedsAnswer        a question of the import is open
    |   |-- BadMapping         a column mapping that cannot work
    |   `-- BadOption          an option, an answer or an argument with an unusable value
    |-- Refused                understood, but not allowed now
    |   |-- SchemaBehind       the database is older than the program
    |   |-- AmbiguousBrand     several brands and none named
    |   |-- NotServable        an address or a setting under which the server must not start
    |   |-- Cancelled          a person stopped it
    |   |-- RuleRefused        a rule about changes forbids it
    |   `-- LeaseLost          another worker took the work over
    |-- NotFound               an id or a name that is not there
    |-- NotDelivered           a receiver did not take a message
    `-- StoreUnavailable       the database does not answer
        `-- StoreCannotWrite   it answers, but its disk is full, read-only or broken

Every error carries a code, a sentence (what, which value) and a fix (what to do).
"""

from collections.abc import Sequence


class BellwetherError(Exception):
    """The root: everything a person is told about."""

    code = "error"

    def __init__(self, message: str, fix: str) -> None:
        """Keep the sentence and what to do about it."""
        super().__init__(message)
        self.message = message
        self.fix = fix


class InputError(BellwetherError):
    """Something given from outside cannot be used."""

    code = "bad_input"


class UnreadableFile(InputError):
    """A file that holds no table that can be read."""

    code = "unreadable_file"

    def __init__(self, file: str, reason: str, fix: str, *, code: str | None = None) -> None:
        """Name the file and why it cannot be read; `code` narrows the kind ('empty_file', 'encrypted', ...)."""
        super().__init__(f"{file}: {reason}", fix)
        self.file = file
        if code is not None:
            self.code = code


class FileTooLarge(InputError):
    """A file beyond one of the caps that protect the machine."""

    code = "file_too_large"

    def __init__(self, file: str, *, what: str, found: int, limit: int) -> None:
        """Name what is too large ('bytes', 'columns', 'characters in one line'), the value found and the cap."""
        super().__init__(
            f"{file} has {found:,} {what}; at most {limit:,} are read.",
            "Export a shorter period, split the file, or raise the cap in the settings.",
        )
        self.file = file
        self.limit = limit


class NeedsAnswer(InputError):
    """A table whose meaning depends on an answer that only a person can give."""

    code = "needs_answer"

    def __init__(self, file: str, keys: Sequence[str]) -> None:
        """Name the file and the open questions."""
        super().__init__(
            f"{file} leaves open: {', '.join(keys)}.",
            "Answer with " + " ".join(f"--answer {key}=VALUE" for key in keys) + ", or on the Data page.",
        )
        self.keys = tuple(keys)


class BadMapping(InputError):
    """A mapping of columns to fields that cannot work."""

    code = "bad_mapping"


class BadOption(InputError):
    """An option or an answer with a value that cannot be used."""

    code = "bad_option"

    def __init__(self, option: str, value: str, allowed: str) -> None:
        """Name the option, the value and what it takes."""
        super().__init__(f"{option} cannot be {value!r}.", f"Give {allowed}.")


class Refused(BellwetherError):
    """Understood, but not allowed now."""

    code = "refused"


class SchemaBehind(Refused):
    """The database has an older schema than the program."""

    code = "schema_behind"

    def __init__(self, found: str | None, wanted: str) -> None:
        """Name both revisions."""
        super().__init__(
            f"The database is at schema {found or 'none'}; this program needs {wanted}.",
            "Run `bellwether migrate` (it makes a backup first).",
        )
        self.found = found


class AmbiguousBrand(Refused):
    """Several brands and none named."""

    code = "ambiguous_brand"

    def __init__(self, names: Sequence[str]) -> None:
        """List the names to choose from."""
        super().__init__(f"There are several brands: {', '.join(names)}.", "Name one with --brand.")
        self.names = tuple(names)


class NotServable(Refused):
    """A setting under which the server must not start."""

    code = "not_servable"


class Cancelled(Refused):
    """A person stopped the work; nothing was stored."""

    code = "cancelled"

    def __init__(self, what: str) -> None:
        """Name the work."""
        super().__init__(
            f"{what} was cancelled; nothing was stored.",
            "Start it again when you are ready.",
        )


class RuleRefused(Refused):
    """A rule about changes forbids it; the code names the rule."""

    def __init__(self, code: str, message: str, fix: str) -> None:
        """Name the rule, what it forbids and what to do next."""
        super().__init__(message, fix)
        self.code = code


class LeaseLost(Refused):
    """Another worker took the work over; what this one did must not stand."""

    code = "lease_lost"

    def __init__(self, what: str) -> None:
        """Name the work."""
        super().__init__(
            f"Another worker has taken over {what}; nothing of this try was stored.", "Nothing: the other one does it."
        )


class NotFound(BellwetherError):
    """An id or a name that is not there."""

    code = "not_found"

    def __init__(self, kind: str, key: str) -> None:
        """Name the kind of thing and the key."""
        super().__init__(
            f"There is no {kind} {key!r}.",
            f"List what there is and choose one {kind} of it.",
        )


class NotDelivered(BellwetherError):
    """A receiver did not take a message."""

    code = "not_delivered"

    def __init__(self, channel: str, reason: str) -> None:
        """Name the channel and the receiver's reason in one line; neither holds a secret."""
        super().__init__(
            f"{channel} did not take the message: {reason}.",
            "It is tried again by itself; check the address and the receiver under Settings, Notifications.",
        )


class StoreUnavailable(BellwetherError):
    """The database does not answer."""

    code = "store_unavailable"

    def __init__(self, reason: str) -> None:
        """Give the driver's reason in one line."""
        super().__init__(
            f"The database does not answer: {reason}.",
            "Check that it runs and that the address is right.",
        )


class StoreCannotWrite(StoreUnavailable):
    """The database answers, but can store nothing: its disk is full, read-only or broken."""

    code = "store_cannot_write"

    def __init__(self, reason: str) -> None:
        """Give the driver's reason in one line."""
        BellwetherError.__init__(
            self,
            f"The database can store nothing: {reason}. Nothing was changed.",
            "Make room on its disk, or make it writable, then do it again; what was approved goes on serving.",
        )

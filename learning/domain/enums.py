"""The closed vocabularies that cross the floors."""

from enum import StrEnum


class Basis(StrEnum):
    """What a reported number covers; numbers of different bases are never added."""

    ACTIVITY = "activity"
    """What happened in that hour or on that day."""
    LIFETIME = "lifetime"
    """The running total of a content as of a capture."""
    PERIOD = "period"
    """The total of a stated range of days, without its days."""


class Grain(StrEnum):
    """The time key of the observations of a cut."""

    HOUR = "hour"
    DAY = "day"
    PERIOD = "period"
    LIFETIME = "lifetime"


class MeasureKind(StrEnum):
    """How a measure beyond the facts may be put together."""

    ADDITIVE = "additive"
    """A count or an amount: may be summed within one cut."""
    AVERAGE = "average"
    """A mean or a rate per row, with its weight if the file has one: never summed."""
    SHARE = "share"
    """A part of a whole in a table that holds only shares: a distribution, never summed."""
    UNIQUE = "unique"
    """A count of distinct people: never summed."""
    LEVEL = "level"
    """A standing, such as the number of followers on a day: the last one counts, never summed."""


class Role(StrEnum):
    """What a column of a file is for."""

    CONTENT_ID = "content_id"
    ATTRIBUTE = "attribute"
    """A property of the content (title, format, topic, ...) or, for unknown text, an entry of its extras."""
    TIME = "time"
    """Date, hour or period columns that place the row in time."""
    DIMENSION = "dimension"
    FACT = "fact"
    MEASURE = "measure"
    ACCOUNT = "account"
    CURRENCY = "currency"
    IGNORED = "ignored"
    """Known to repeat what other columns say (a rate that follows from two facts, a row number)."""


class Unit(StrEnum):
    """How the cells of a column are to be read."""

    COUNT = "count"
    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"
    SECONDS = "seconds"
    MINUTES = "minutes"
    HOURS = "hours"
    MILLISECONDS = "milliseconds"
    DURATION = "duration"
    """h:mm:ss, m:ss, 1h 2m, or plain seconds."""
    DATE = "date"
    DATETIME = "datetime"
    TEXT = "text"
    IDENTIFIER = "identifier"


class Severity(StrEnum):
    """Whether a row problem keeps the row out."""

    ERROR = "error"
    WARNING = "warning"


class Outcome(StrEnum):
    """What became of one row of a file; the five add up to the rows read."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    REJECTED = "rejected"


class QuestionKey(StrEnum):
    """What a file can leave open."""

    PLATFORM = "platform"
    ACCOUNT = "account"
    YEAR = "year"
    PERIOD = "period"
    CAPTURED_AT = "captured_at"
    DATE_ORDER = "date_order"
    TIME_ZONE = "time_zone"
    CURRENCY = "currency"
    PERCENT_SCALE = "percent_scale"


class DateOrder(StrEnum):
    """The order of day, month and year in a numeric date."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


class DecimalMark(StrEnum):
    """Which character parts the whole from the fraction."""

    POINT = "point"
    COMMA = "comma"


class PercentScale(StrEnum):
    """Whether a rate without a percent sign counts to 1 or to 100."""

    FRACTION = "fraction"
    PERCENT = "percent"


class OnError(StrEnum):
    """What an import does with a file that has rejected rows."""

    SKIP = "skip"
    STOP = "stop"

"""What the tables share: the metadata with its naming convention and the columns of the facts."""

from typing import Final

from sqlalchemy import BigInteger, Column, Dialect, Integer, MetaData, Text, TypeDecorator

from db.texts import storable
from learning.domain.facts import Fact

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class StoredText(TypeDecorator[str]):
    """Text that both engines can hold: what Postgres refuses is replaced on the way in, on both."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Replace NUL and half surrogates."""
        del dialect
        return None if value is None else storable(value)


UNKNOWN_DAY: Final = -1_000_000
"""The day key of rollup rows whose content has no known day of publication (far before any real day)."""

NO_CURRENCY: Final = ""
"""The currency of observations that hold no money."""


def fact_columns() -> list[Column[int]]:
    """One nullable column per fact, scaled by SCALE; NULL = not reported."""
    return [Column(fact.value, BigInteger, nullable=True) for fact in Fact]


def key_columns() -> list[Column[int]]:
    """The natural key of an observation, in the order of its primary key.

    Account and segment stand before the content, so that the rollup of an hour is read in key order, without a sort.
    """
    return [
        Column("cut_id", Integer, nullable=False),
        Column("start", BigInteger, nullable=False),
        Column("account_id", Integer, nullable=False),
        Column("segment_id", Integer, nullable=False),
        Column("content_id", BigInteger, nullable=False),
        Column("finish", BigInteger, nullable=False),
    ]


KEY: Final = ("cut_id", "start", "account_id", "segment_id", "content_id", "finish")
"""Names of the key columns, in the order of the primary key."""


BY_CUT: Final = "LIST (cut_id)"
"""How Postgres parts the largest tables: the rows of a new cut are loaded apart (decision 14)."""


def currency_column() -> Column[str]:
    """The ISO code of the money facts; '' where there is none."""
    return Column("currency", StoredText, nullable=False, server_default=NO_CURRENCY)

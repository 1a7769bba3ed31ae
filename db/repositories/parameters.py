"""Parameters, their versions, and the leases on them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace

from sqlalchemy import Connection, RowMapping, func, select

from db.dialects import Dialect
from db.repositories.action_rows import value_from_text, value_to_text
from db.schema.parameters import adjustment, key_lease, parameter, setting_version
from db.texts import pairs_from_text, pairs_to_text
from learning.domain.errors import NotFound
from learning.domain.parameters import (
    Adjustment,
    Parameter,
    ParameterKey,
    ParameterKind,
    ParameterSpec,
    SettingKind,
    SettingVersion,
    Value,
)


class Parameters:
    """The parameters of each brand."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        """Work within a transaction."""
        self._connection = connection
        self._dialect = dialect

    def add(self, key: ParameterKey, spec: ParameterSpec, base_value: Value, *, now: int) -> Parameter:
        """Store a parameter that serves a base value until it is changed."""
        statement = parameter.insert().values(
            brand_id=key.brand_id,
            component=key.component,
            operation=key.operation,
            name=key.name,
            context=context_text(key.context),
            kind=spec.kind.value,
            low=spec.low,
            high=spec.high,
            step=spec.step,
            options=json.dumps(list(spec.options), ensure_ascii=False),
            base_value=value_to_text(base_value),
            created_at=now,
        )
        return _record(self._connection.execute(statement.returning(*parameter.c)).mappings().one())

    def find(self, key: ParameterKey) -> Parameter | None:
        """The parameter of a key, if there is one."""
        columns = parameter.c
        statement = select(parameter).where(
            columns.brand_id == key.brand_id,
            columns.component == key.component,
            columns.operation == key.operation,
            columns.name == key.name,
            columns.context == context_text(key.context),
        )
        row = self._connection.execute(statement).mappings().first()
        return None if row is None else _record(row)

    def get(self, parameter_id: int) -> Parameter:
        """The parameter of an id."""
        row = self._connection.execute(select(parameter).where(parameter.c.id == parameter_id)).mappings().first()
        if row is None:
            raise NotFound("parameter", str(parameter_id))
        return _record(row)

    def list_of(self, brand_id: int, component: str | None = None) -> tuple[Parameter, ...]:
        """The parameters of a brand, or of one component of it."""
        statement = select(parameter).where(parameter.c.brand_id == brand_id)
        if component is not None:
            statement = statement.where(parameter.c.component == component)
        order = (parameter.c.component, parameter.c.operation, parameter.c.name, parameter.c.context)
        return tuple(_record(row) for row in self._connection.execute(statement.order_by(*order)).mappings())

    def update_spec(self, parameter_id: int, spec: ParameterSpec) -> None:
        """Store what a parameter allows; its values stay."""
        options = json.dumps(list(spec.options), ensure_ascii=False)
        statement = parameter.update().where(parameter.c.id == parameter_id)
        self._connection.execute(statement.values(low=spec.low, high=spec.high, step=spec.step, options=options))

    def find_live(self, parameter_id: int) -> SettingVersion | None:
        """The newest version: the one that serves; None while the base value does."""
        newest = setting_version.c.version.desc()
        statement = select(setting_version).where(setting_version.c.parameter_id == parameter_id).order_by(newest)
        row = self._connection.execute(statement.limit(1)).mappings().first()
        return None if row is None else _version(row)

    def list_versions(self, parameter_id: int) -> tuple[SettingVersion, ...]:
        """Every version, oldest first."""
        statement = select(setting_version).where(setting_version.c.parameter_id == parameter_id)
        rows = self._connection.execute(statement.order_by(setting_version.c.version)).mappings()
        return tuple(_version(row) for row in rows)

    def add_version(self, version: SettingVersion) -> None:
        """Store a version; the same number, or the same action and kind, twice is an error of the store."""
        self._connection.execute(
            setting_version.insert().values(
                parameter_id=version.parameter_id,
                version=version.version,
                value=value_to_text(version.value),
                action_id=version.action_id,
                kind=version.kind.value,
                who=version.who,
                at=version.at,
            )
        )

    def find_adjustment(self, parameter_id: int, envelope_version: int, base_version: int) -> Adjustment | None:
        """The newest adjustment inside of a version of the envelope, of a version of the parameter."""
        columns = adjustment.c
        mine = (
            columns.parameter_id == parameter_id,
            columns.envelope_version == envelope_version,
            columns.base_version == base_version,
        )
        statement = select(adjustment).where(*mine).order_by(columns.number.desc()).limit(1)
        row = self._connection.execute(statement).mappings().first()
        return None if row is None else _adjustment(row)

    def list_adjustments(self, parameter_id: int) -> tuple[Adjustment, ...]:
        """Every adjustment of a parameter, the oldest first."""
        statement = select(adjustment).where(adjustment.c.parameter_id == parameter_id)
        rows = self._connection.execute(statement.order_by(adjustment.c.number)).mappings()
        return tuple(_adjustment(row) for row in rows)

    def add_adjustment(self, made: Adjustment) -> Adjustment:
        """Store an adjustment under the next number; the brand's gate has to be locked."""
        newest = select(func.max(adjustment.c.number)).where(adjustment.c.parameter_id == made.parameter_id)
        number = int(self._connection.execute(newest).scalar() or 0) + 1
        kept = replace(made, number=number)
        self._connection.execute(adjustment.insert().values(**{**asdict(kept), "value": value_to_text(kept.value)}))
        return kept

    def count_versions(self, brand_id: int, component: str) -> int:
        """How often parameters of a component were changed."""
        mine = (parameter.c.brand_id == brand_id, parameter.c.component == component)
        joined = setting_version.join(parameter, parameter.c.id == setting_version.c.parameter_id)
        return int(self._connection.execute(select(func.count()).select_from(joined).where(*mine)).scalar_one())

    def take_lease(self, parameter_id: int, action_id: int, now: int) -> bool:
        """Hold a parameter; False where another action does."""
        values = {"parameter_id": parameter_id, "action_id": action_id, "taken_at": now}
        statement = self._dialect.upsert(key_lease).values(**values).on_conflict_do_nothing()
        return self._connection.execute(statement.returning(key_lease.c.action_id)).first() is not None

    def release_lease(self, action_id: int) -> None:
        """Let others change the parameter."""
        self._connection.execute(key_lease.delete().where(key_lease.c.action_id == action_id))

    def find_lease(self, parameter_id: int) -> int | None:
        """The action that holds a parameter, if one does."""
        return self._connection.execute(
            select(key_lease.c.action_id).where(key_lease.c.parameter_id == parameter_id)
        ).scalar()


def context_text(context: Mapping[str, str]) -> str:
    """Return the canonical text of a context; '' for everybody."""
    return pairs_to_text(context.items()) if context else ""


def _record(row: RowMapping) -> Parameter:
    context = dict(pairs_from_text(row["context"]))
    key = ParameterKey(row["brand_id"], row["component"], row["operation"], row["name"], context)
    options = tuple(json.loads(row["options"]))
    spec = ParameterSpec(ParameterKind(row["kind"]), row["low"], row["high"], row["step"], options)
    return Parameter(row["id"], key, spec, value_from_text(row["base_value"]))


def _adjustment(row: RowMapping) -> Adjustment:
    return Adjustment(**{**row, "value": value_from_text(row["value"])})


def _version(row: RowMapping) -> SettingVersion:
    values = {**row, "value": value_from_text(row["value"]), "kind": SettingKind(row["kind"])}
    return SettingVersion(**values)

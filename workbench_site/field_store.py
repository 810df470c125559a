"""Where the fields of blocks live.

The workbench's own store makes a row whenever a field is read, in a table without a unique constraint: two pages
opened at the same moment leave two rows, and every later page fails. This one reads all that a page needs in two
queries, and writes in one statement.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from xblock.exceptions import InvalidScopeError
from xblock.fields import Scope, UserScope
from xblock.runtime import KeyValueStore

from workbench_site.models import FieldValue

Place = tuple[str, str, str]
Published = Mapping[KeyValueStore.Key, Any]


class FieldStore(KeyValueStore):
    """Fields of one reader's blocks, for the length of one request.

    What an author changed lies over what was published with the course. A learner cannot write what belongs to the
    author. The state of somebody who is not signed in, or is only looked at, lasts as long as the request.

    Args:
        published: the fields as the course came with them.
        username: whose state; empty for nobody's.
        may_author: whether the fields of all people may be written.
        keeps_state: whether the state of the person is kept.
    """

    def __init__(
        self, published: Published, username: str, *, may_author: bool, keeps_state: bool
    ) -> None:
        self._published = published
        self._username = username
        self._may_author = may_author
        self._keeps_state = keeps_state
        self._rows: dict[str, dict[Place, FieldValue]] = {}

    def get(self, key: KeyValueStore.Key) -> Any:
        """Read a value.

        Raises:
            KeyError: it is not set.
        """
        row = self._loaded(self._owner(key)).get(_place(key))
        if row is None:
            return copy.deepcopy(self._published[key])
        if not row.is_set:
            raise KeyError(key)
        return copy.deepcopy(row.value)

    def has(self, key: KeyValueStore.Key) -> bool:
        """Tell whether a value is set."""
        try:
            self.get(key)
        except KeyError:
            return False
        return True

    def set(self, key: KeyValueStore.Key, value: Any) -> None:
        """Write a value.

        Raises:
            InvalidScopeError: a learner's page would change what belongs to the author.
        """
        self._write(key, value, is_set=True)

    def delete(self, key: KeyValueStore.Key) -> None:
        """Go back to the field's default, also where the course came with another value.

        Raises:
            InvalidScopeError: a learner's page would change what belongs to the author.
        """
        self._write(key, None, is_set=False)

    def _write(self, key: KeyValueStore.Key, value: Any, *, is_set: bool) -> None:
        if _is_authored(key) and not self._may_author:
            raise InvalidScopeError(key)
        owner = self._owner(key)
        scope, block, name = place = _place(key)
        columns = {"username": owner, "block": block, "scope": scope, "name": name}
        values = {"value": value, "is_set": is_set}
        if _is_authored(key) or self._keeps_state:
            FieldValue.objects.put(key=columns, values=values)
        self._loaded(owner)[place] = FieldValue(**columns, **values)

    def _owner(self, key: KeyValueStore.Key) -> str:
        is_personal = not _is_authored(key) and key.scope.user == UserScope.ONE
        return self._username if is_personal else ""

    def _loaded(self, owner: str) -> dict[Place, FieldValue]:
        if owner not in self._rows:
            self._rows[owner] = {
                (row.scope, row.block, row.name): row
                for row in FieldValue.objects.filter(username=owner)
            }
        return self._rows[owner]


def _is_authored(key: KeyValueStore.Key) -> bool:
    return key.scope in (Scope.children, Scope.parent) or key.scope.user == UserScope.NONE


def _place(key: KeyValueStore.Key) -> Place:
    return key.scope.name, str(key.block_scope_id), key.field_name

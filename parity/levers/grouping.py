"""Groups of inputs that are taken as one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from inventories.document import Localised
from parity.levers.errors import LeverGroupInvalidError

_EMPTY = Localised(
    en="it is empty; name the inputs in it", ja="空です。含める入力を指定してください"
)
_TAKEN = Localised(
    en="its label is the name of an input outside it; choose another label",
    ja="グループ名が、含まれていない入力の名前と同じです。別の名前にしてください",
)


def label_of_members(
    groups: Mapping[str, Sequence[str]],
    names: Collection[str],
    objection: Callable[[str], Localised | None],
) -> dict[str, str]:
    """Return name -> label of its group, for the names in a group.

    Parameters
    ----------
    groups : label -> names
    names : of all inputs, so that a label is not taken for one outside its group
    objection : why a name cannot be in a group, None if it can

    Raises
    ------
    LeverGroupInvalidError
        If a group is empty, is called like an input outside it or names what it must not, or if a
        name is in two groups.
    """
    found: dict[str, str] = {}
    for label, members in groups.items():
        if not members:
            raise LeverGroupInvalidError(label, _EMPTY)
        if label in names and label not in members:
            raise LeverGroupInvalidError(label, _TAKEN)
        for name in members:
            if (problem := objection(name)) is not None:
                raise LeverGroupInvalidError(label, problem)
            if name in found:
                raise LeverGroupInvalidError(label, _twice(name, found[name]))
            found[name] = label
    return found


def _twice(name: str, other: str) -> Localised:
    return Localised(
        en=f"`{name}` is already in `{other}`; name it once",
        ja=f"`{name}` は `{other}` にも入っています。一度だけ指定してください",
    )

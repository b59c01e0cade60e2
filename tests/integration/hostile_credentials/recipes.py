# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""What a row of the table does to a recipe: one step away from the good credential.

"set" and "remove" name a place by its path ("actor.claims.aud"). In every text $name stands for a
name of the world, and {"now": seconds} for a moment from now on.
"""
import copy
import string

import jose_tokens


def filled(value, names):
    if isinstance(value, str):
        whole = names.get(value[1:]) if value.startswith("$") else None
        if whole is not None and not isinstance(whole, str):
            return copy.deepcopy(whole)
        return string.Template(value).safe_substitute(names)
    if isinstance(value, list):
        return [filled(entry, names) for entry in value]
    if isinstance(value, dict):
        if set(value) == {"now"}:
            return jose_tokens.now() + value["now"]
        if set(value) == {"repeat", "times"}:
            return filled(value["repeat"], names) * value["times"]
        return {filled(name, names): filled(entry, names) for name, entry in value.items()}
    return value


def place_of(recipe, path):
    *folders, last = path.split(".")
    for folder in folders:
        recipe = recipe.setdefault(folder, {})
    return recipe, last


def changed(recipe, row, names):
    """A copy of the recipe with the row's change; a change that changes nothing is a mistake."""
    result = copy.deepcopy(recipe)
    for path, value in row.get("set", {}).items():
        place, last = place_of(result, path)
        place[last] = copy.deepcopy(value)
    for path in row.get("remove", []):
        place, last = place_of(result, path)
        if last not in place:
            raise ValueError(f"{row['what']}: there is no {path} to remove")
        del place[last]
    before, after = filled(recipe, names), filled(result, names)
    if before == after:
        raise ValueError(f"{row['what']}: changes nothing")
    return after

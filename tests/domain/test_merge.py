"""Two partners editing at the same time: nobody loses a word."""

from hypothesis import given
from hypothesis import strategies as st

from ment_xblock.domain.agreement.merge import Conflict, Merge, Touch, merge

MENTOR, MENTEE = 1, 2
FIELDS = "abcde"

words = st.sampled_from(["", "one", "two"])
options = st.sampled_from([[], ["x"], ["x", "y"]])
some_values = st.fixed_dictionaries(
    {}, optional={field: options if field == "e" else words for field in FIELDS}
)
touched = st.dictionaries(
    st.sampled_from(FIELDS),
    st.builds(Touch, st.integers(0, 9), st.sampled_from([MENTOR, MENTEE])),
)
revisions = st.integers(0, 9)


def empty(value):
    return [] if isinstance(value, list) else ""


def test_a_field_nobody_touched_is_stored():
    assert merge({}, {}, {"a": "one"}, 0) == Merge({"a": "one"}, ())


def test_a_field_that_both_changed_is_left_and_shown():
    merged = merge({"a": "theirs"}, {"a": Touch(3, MENTEE)}, {"a": "mine", "b": "new"}, 2)
    assert merged == Merge({"b": "new"}, (Conflict("a", "mine", "theirs", MENTEE),))


def test_a_change_that_was_on_the_page_already_is_no_conflict():
    assert merge({"a": "old"}, {"a": Touch(2, MENTEE)}, {"a": "mine"}, 2).changed == {"a": "mine"}


def test_both_wanting_the_same_is_no_conflict():
    assert merge({"a": "same"}, {"a": Touch(3, MENTEE)}, {"a": "same"}, 2) == Merge({}, ())


def test_emptying_a_field_that_the_partner_filled_meanwhile_is_a_conflict():
    merged = merge({"a": "theirs"}, {"a": Touch(3, MENTEE)}, {"a": ""}, 2)
    assert merged.conflicts == (Conflict("a", "", "theirs", MENTEE),)


def test_a_field_that_the_partner_emptied_meanwhile_is_a_conflict():
    merged = merge({}, {"a": Touch(3, MENTEE), "e": Touch(3, MENTEE)}, {"a": "mine", "e": ["x"]}, 2)
    assert merged.conflicts == (
        Conflict("a", "mine", "", MENTEE),
        Conflict("e", ["x"], [], MENTEE),
    )


@given(some_values, touched, some_values, revisions)
def test_every_typed_word_is_stored_there_already_or_reported(stored, touches, typed, base):
    merged = merge(stored, touches, typed, base)
    conflicts = {conflict.field: conflict for conflict in merged.conflicts}
    for field, mine in typed.items():
        is_there = stored.get(field, empty(mine)) == mine
        is_stored = field in merged.changed and merged.changed[field] == mine
        is_reported = field in conflicts and conflicts[field].mine == mine
        assert [is_there, is_stored, is_reported].count(True) == 1
    assert {*merged.changed, *conflicts} <= set(typed)


@given(some_values, touched, some_values, revisions)
def test_no_word_of_the_partner_is_overwritten_unseen(stored, touches, typed, base):
    merged = merge(stored, touches, typed, base)
    for field in merged.changed:
        assert field not in touches or touches[field].revision <= base
    for conflict in merged.conflicts:
        assert conflict.theirs == stored.get(conflict.field, empty(conflict.mine))
        assert conflict.by == touches[conflict.field].by


class Agreement:
    """Stored values, with the bookkeeping that the service does."""

    def __init__(self, values):
        self.values, self.touches, self.revision = dict(values), {}, 5

    def save(self, typed, by, base):
        merged = merge(self.values, self.touches, typed, base)
        self.revision += 1
        self.values.update(merged.changed)
        self.touches.update(dict.fromkeys(merged.changed, Touch(self.revision, by)))
        return merged


@given(some_values, some_values, some_values)
def test_edits_of_different_fields_commute(start, mine, theirs):
    theirs = {field: value for field, value in theirs.items() if field not in mine}
    one, other = Agreement(start), Agreement(start)
    saves = [
        *(one.save(typed, by, 5) for typed, by in ((mine, MENTOR), (theirs, MENTEE))),
        *(other.save(typed, by, 5) for typed, by in ((theirs, MENTEE), (mine, MENTOR))),
    ]
    assert one.values == other.values == {**start, **changes(start, mine), **changes(start, theirs)}
    assert not any(save.conflicts for save in saves)


def changes(start, typed):
    """What saving stores: a field that was absent and stays empty is no change."""
    return {
        field: value for field, value in typed.items() if start.get(field, empty(value)) != value
    }


@given(some_values, some_values, some_values)
def test_the_second_of_two_saves_settles_after_choosing(start, mine, theirs):
    agreement = Agreement(start)
    agreement.save(theirs, MENTEE, 5)
    second = agreement.save(mine, MENTOR, 5)
    chosen = {conflict.field: conflict.mine for conflict in second.conflicts}
    third = agreement.save(chosen, MENTOR, agreement.revision)
    assert third.conflicts == ()
    assert all(agreement.values.get(field, empty(value)) == value for field, value in mine.items())

"""No table is forgotten when a person asks for a copy or is erased."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models

from ment_xblock.models.personal import FIELD_BY_FIELD, PERSONAL_DATA

MODELS = list(apps.get_app_config("ment_xblock").get_models())
TEXT = (models.CharField, models.TextField, models.JSONField)
BY_MODEL = {data.model: data for data in PERSONAL_DATA}

each_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
each_entry = pytest.mark.parametrize("data", PERSONAL_DATA, ids=lambda data: data.model.__name__)


def is_personal(model):
    return ".. pii:" in model.__doc__


def users_of(data, lookup):
    """The model at the end of a lookup, which Django itself resolves."""
    model = data.model
    for name in lookup.split("__"):
        model = model._meta.get_field(name).related_model
    return model


@each_model
def test_every_model_says_whether_it_is_personal(model):
    says = [note for note in (".. pii:", ".. no_pii:") if note in model.__doc__]
    assert len(says) == 1
    if is_personal(model):
        assert ".. pii_types: " in model.__doc__
        assert ".. pii_retirement: local_api" in model.__doc__


@each_model
def test_every_personal_model_is_in_the_list_once(model):
    listed = [data for data in PERSONAL_DATA if data.model is model]
    assert len(listed) == int(is_personal(model))


@each_entry
def test_every_column_of_text_is_named_once(data):
    columns = {field.name for field in data.model._meta.concrete_fields if isinstance(field, TEXT)}
    assert columns == {*data.words, *data.no_words}
    assert not set(data.words) & set(data.no_words)
    assert all(data.no_words.values())


@each_entry
def test_every_lookup_leads_where_it_shall(data):
    assert users_of(data, data.programme)._meta.model_name == "programme"
    authors = (by for by in data.words.values() if by != FIELD_BY_FIELD)
    assert data.about
    for lookup in (*data.about, *data.mentions, *authors):
        assert users_of(data, lookup) is get_user_model()


@each_model
def test_a_row_that_stays_can_let_go_of_its_user(model):
    pointers = [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is get_user_model()
    ]
    goes_with_them = model in BY_MODEL and BY_MODEL[model].is_own
    assert goes_with_them or all(field.null for field in pointers)

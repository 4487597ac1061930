"""Every `step` against the plain model, on random histories, without a database."""

import pytest
from hypothesis import given

from hub.views.registry import PROJECTIONS
from schemas.registry import DOMAINS, facts_of_domain
from tests.histories.budget import budget
from tests.histories.history import KINDS, History, histories
from tests.histories.tellings import MAKES
from tests.model.facts import Zone
from tests.model.views import KINDS as MODELLED
from tests.model.views import expected
from tests.views.told import JAKARTA, folded


def test_histories_and_model_know_every_kind_of_fact() -> None:
    assert set(MAKES) == {told.model for domain in DOMAINS for told in facts_of_domain(domain)}
    assert set(KINDS) == set(MODELLED) == {view.thing.name.lower().replace("_", "-") for view in PROJECTIONS}


@pytest.mark.parametrize("kind", KINDS)
def test_every_view_is_as_the_model_says(kind: str) -> None:
    @budget(25)
    @given(histories([kind]))
    def agree(history: History) -> None:
        assert folded(history.said) == expected(history.said, Zone(JAKARTA))

    agree()

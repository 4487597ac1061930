"""The base of everything that an event's `data` is made of."""

from pydantic import BaseModel, ConfigDict


class Payload(BaseModel):
    """Closed: an unknown field is refused, for it is a misspelt one. Its errors never show the value. Instances do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, allow_inf_nan=False)

"""Every rule, one line each; a test finds the unlisted."""

from typing import Final

from hub.alerts.rule import Rule
from hub.alerts.rules.acting_head_too_long import acting_head_too_long
from hub.alerts.rules.complaint_clock_broken import complaint_clock_broken
from hub.alerts.rules.pay_after_leaving import pay_after_leaving
from hub.alerts.rules.signer_not_in_post import signer_not_in_post

RULES: Final[tuple[Rule, ...]] = (
    pay_after_leaving,
    acting_head_too_long,
    signer_not_in_post,
    complaint_clock_broken,
)

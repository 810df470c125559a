"""Public signals for other plugins of a site; docs/guides/events.md shows how to listen.

Each carries one value of ``ment_xblock.domain.events``: ids and numbers, never a word that somebody typed.
"""

from __future__ import annotations

from openedx_events.tooling import OpenEdxPublicSignal

from ment_xblock.domain import events

# .. event_type: org.ment.agreement.activated.v1
# .. event_name: AGREEMENT_ACTIVATED
# .. event_description: Both partners signed their first version; it is in force.
# .. event_data: AgreementActivated
AGREEMENT_ACTIVATED = OpenEdxPublicSignal(
    event_type="org.ment.agreement.activated.v1",
    data={"agreement": events.AgreementActivated},
)

# .. event_type: org.ment.agreement.changed.v1
# .. event_name: AGREEMENT_CHANGED
# .. event_description: Both partners signed a later version; it took the place of the one before.
# .. event_data: AgreementChanged
AGREEMENT_CHANGED = OpenEdxPublicSignal(
    event_type="org.ment.agreement.changed.v1",
    data={"agreement": events.AgreementChanged},
)

# .. event_type: org.ment.agreement.ended.v1
# .. event_name: AGREEMENT_ENDED
# .. event_description: A pair has ended, and with it its agreement.
# .. event_data: AgreementEnded
AGREEMENT_ENDED = OpenEdxPublicSignal(
    event_type="org.ment.agreement.ended.v1",
    data={"agreement": events.AgreementEnded},
)

# .. event_type: org.ment.session.confirmed.v1
# .. event_name: SESSION_CONFIRMED
# .. event_description: A meeting of a pair counts from now on.
# .. event_data: SessionConfirmed
SESSION_CONFIRMED = OpenEdxPublicSignal(
    event_type="org.ment.session.confirmed.v1",
    data={"session": events.SessionConfirmed},
)

# .. event_type: org.ment.survey.answered.v1
# .. event_name: SURVEY_ANSWERED
# .. event_description: Somebody answered a confidential survey; neither who nor what is told.
# .. event_data: SurveyAnswered
SURVEY_ANSWERED = OpenEdxPublicSignal(
    event_type="org.ment.survey.answered.v1",
    data={"survey": events.SurveyAnswered},
)

# .. event_type: org.ment.match.published.v1
# .. event_name: MATCH_PUBLISHED
# .. event_description: A proposed match was published, and its pairs are open.
# .. event_data: MatchPublished
MATCH_PUBLISHED = OpenEdxPublicSignal(
    event_type="org.ment.match.published.v1",
    data={"match": events.MatchPublished},
)

SIGNALS = (
    AGREEMENT_ACTIVATED,
    AGREEMENT_CHANGED,
    AGREEMENT_ENDED,
    SESSION_CONFIRMED,
    SURVEY_ANSWERED,
    MATCH_PUBLISHED,
)


def send(event: events.Event) -> None:
    """Send the public signal of an event.

    Args:
        event: what happened.
    """
    for signal in SIGNALS:
        for keyword, kind in signal.init_data.items():
            if isinstance(event, kind):
                signal.send_event(**{keyword: event})

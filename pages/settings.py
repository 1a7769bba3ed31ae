"""Settings: what people are told of, where messages go, what a change needs, who may do what, how it learns."""

from __future__ import annotations

import streamlit as st

from ui.actions.orders import show_done
from ui.actions.policy_form import policy_form
from ui.actions.stop import stop_switch
from ui.alerts.channel_forms import channel_forms
from ui.alerts.channels_view import channel_list, message_list
from ui.alerts.form import alert_form
from ui.alerts.system_form import system_alerts_form
from ui.alerts.view import alert_rules, earlier_alerts, open_alerts
from ui.empty import no_brand_yet
from ui.frame import current_brand
from ui.learning_view import job_intervals, learning_settings, setting_changes
from ui.people_view import people_list, person_form
from ui.problems import shown_problems

st.title("Settings", anchor=False)
brand = current_brand()
if brand is None:
    no_brand_yet()
    st.stop()
alerts, notifications, changes, people, learning = st.tabs(
    ["Alerts", "Notifications", "Changes", "People", "Learning"], key="view", bind="query-params"
)
if alerts.open:
    with alerts:
        with shown_problems("the open alerts"):
            open_alerts(brand)
        with shown_problems("the rules"):
            alert_rules(brand)
        with shown_problems("the new alert"):
            alert_form(brand)
        with shown_problems("the alerts on the system"):
            system_alerts_form(brand)
        with shown_problems("the earlier alerts"):
            earlier_alerts(brand)
if notifications.open:
    with notifications:
        with shown_problems("the channels"):
            channel_list(brand)
        with shown_problems("the new channel"):
            channel_forms(brand)
        with shown_problems("the messages"):
            message_list(brand)
if changes.open:
    with changes:
        show_done()
        with shown_problems("the kill switch"):
            stop_switch(brand)
        with shown_problems("what a change needs"):
            policy_form(brand)
if people.open:
    with people:
        with shown_problems("the people"):
            people_list(brand)
        with shown_problems("the new person"):
            person_form(brand)
if learning.open:
    with learning:
        with shown_problems("the learning settings"):
            learning_settings(brand)
        with shown_problems("the rhythm of the jobs"):
            job_intervals()
        with shown_problems("the changes"):
            setting_changes(brand)

"""Settings: what people want to be told of, where messages go, and how the system learns."""

from __future__ import annotations

import streamlit as st

from ui.alert_form import alert_form
from ui.alerts_view import alert_rules, earlier_alerts, open_alerts
from ui.channel_forms import channel_forms
from ui.channels_view import channel_list, message_list
from ui.empty import no_brand_yet
from ui.frame import current_brand
from ui.learning_view import job_intervals, learning_settings, setting_changes
from ui.problems import shown_problems

st.title("Settings", anchor=False)
brand = current_brand()
if brand is None:
    no_brand_yet()
    st.stop()
alerts, notifications, learning = st.tabs(["Alerts", "Notifications", "Learning"], key="view", bind="query-params")
if alerts.open:
    with alerts:
        with shown_problems("the open alerts"):
            open_alerts(brand)
        with shown_problems("the rules"):
            alert_rules(brand)
        with shown_problems("the new alert"):
            alert_form(brand)
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
if learning.open:
    with learning:
        with shown_problems("the learning settings"):
            learning_settings(brand)
        with shown_problems("the rhythm of the jobs"):
            job_intervals()
        with shown_problems("the changes"):
            setting_changes(brand)

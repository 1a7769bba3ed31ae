"""Settings: what people want to be told of, and where messages go."""

from __future__ import annotations

import streamlit as st

from ui.alert_form import alert_form
from ui.alerts_view import alert_rules, earlier_alerts, open_alerts
from ui.channel_forms import channel_forms
from ui.channels_view import channel_list, message_list
from ui.empty import no_brand_yet
from ui.frame import current_brand
from ui.problems import shown_problems

st.title("Settings", anchor=False)
brand = current_brand()
if brand is None:
    no_brand_yet()
    st.stop()
alerts, notifications = st.tabs(["Alerts", "Notifications"], key="view", bind="query-params")
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

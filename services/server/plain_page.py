"""A plain page with one form, for what comes before the dashboard; no script, nothing loaded from elsewhere."""

from __future__ import annotations

from html import escape
from typing import Final

_STYLE: Final = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 Inter, system-ui, sans-serif; margin: 0; display: grid; place-items: center; min-height: 100vh;
  background: light-dark(#F5F6FA, #0E1220); color: light-dark(#0F172A, #E6E9F2); }
main { width: min(24rem, calc(100vw - 3rem)); padding: 2rem; box-sizing: border-box; border-radius: 10px;
  background: light-dark(#FFFFFF, #171C2E); border: 1px solid light-dark(#E2E5EE, #2A3148); }
h1 { font-size: 1.375rem; margin: 0 0 .5rem; }
label, input, button { display: block; width: 100%; box-sizing: border-box; font: inherit; }
input { margin: .25rem 0 1rem; padding: .5rem .75rem; border-radius: 10px; border: 1px solid #6B7280; }
button { padding: .6rem; border: 0; border-radius: 10px; background: #4338CA; color: #FFFFFF; font-weight: 600; }
[role=alert] { color: light-dark(#C8323A, #FF9A9F); font-weight: 600; }
""".strip()
_PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Bellwether: {title}</title>
<style>
{style}
</style>
</head>
<body>
<main>
<h1>Bellwether</h1>
<p>{words}</p>
{notice}<form method="post" action="{action}">
<input type="hidden" name="form" value="{form}">
{fields}
<button type="submit">{button}</button>
</form>
</main>
</body>
</html>
"""


def plain_page(
    *, title: str, words: str, notice: str, action: str, form_token: str, kept: dict[str, str], fields: str, button: str
) -> str:
    """Return the page.

    Args:
        title: Of the window.
        words: What is asked, as HTML.
        notice: What was wrong with the last answer, as text; empty for nothing.
        action: Where the form goes.
        form_token: The token of the form.
        kept: Names and values that the form takes along, as text.
        fields: What is filled in, as HTML.
        button: What sends it.
    """
    hidden = [f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in kept.items()]
    return _PAGE.format(
        title=title,
        style=_STYLE,
        words=words,
        notice=f'<p role="alert">{escape(notice)}</p>\n' if notice else "",
        action=action,
        form=escape(form_token),
        fields="\n".join([*hidden, fields]),
        button=button,
    )

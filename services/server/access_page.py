"""The plain page that asks for the access secret; no script, nothing loaded from elsewhere."""

from __future__ import annotations

from html import escape

STYLE = """
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
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Bellwether: access</title>
<style>
{style}
</style>
</head>
<body>
<main>
<h1>Bellwether</h1>
<p>This server asks for its access secret. The person who set it up knows it.</p>
{notice}<form method="post" action="/auth/access">
<input type="hidden" name="form" value="{form}">
<input type="hidden" name="next" value="{target}">
<label for="secret">Access secret</label>
<input id="secret" name="secret" type="password" autocomplete="current-password" required autofocus>
<button type="submit">Continue</button>
</form>
</main>
</body>
</html>
"""


def access_page(*, form_token: str, target: str, notice: str = "") -> str:
    """Return the page; `notice` says what was wrong with the last answer."""
    alert = f'<p role="alert">{escape(notice)}</p>\n' if notice else ""
    return PAGE.format(style=STYLE, notice=alert, form=escape(form_token), target=escape(target))

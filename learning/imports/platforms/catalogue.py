"""All templates, in the order in which equals are preferred. A new file of this folder needs its line here."""

from typing import Final

from learning.domain.errors import BadOption
from learning.imports.platforms import (
    ads,
    facebook,
    generic,
    google_analytics,
    instagram,
    linkedin,
    mail,
    meta_suite,
    pinterest,
    search_console,
    tiktok,
    x,
    youtube,
)
from learning.imports.platforms.template import Template

TEMPLATES: Final[tuple[Template, ...]] = (
    *x.TEMPLATES,
    *instagram.TEMPLATES,
    *facebook.TEMPLATES,
    *meta_suite.TEMPLATES,
    *linkedin.TEMPLATES,
    *tiktok.TEMPLATES,
    *youtube.TEMPLATES,
    *pinterest.TEMPLATES,
    *ads.TEMPLATES,
    *google_analytics.TEMPLATES,
    *search_console.TEMPLATES,
    *mail.TEMPLATES,
    *generic.TEMPLATES,
)


def get_template(name: str) -> Template:
    """The template of a name.

    Args:
        name: as in `TEMPLATES`.

    Returns:
        The template.

    Raises:
        BadOption: no template has that name.
    """
    for template in TEMPLATES:
        if template.name == name:
            return template
    raise BadOption("--template", name, "one of " + ", ".join(template.name for template in TEMPLATES))

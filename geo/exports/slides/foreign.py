"""
An office's own presentation as a template: checked like every foreign file, and stripped.

What is kept are masters, layouts, themes and their pictures (`geo.exports.template`). Slides and
notes are no part of a template.
"""

import base64

from geo.errors import IntakeError
from geo.exports.slides.template import Template
from geo.exports.template import rewritten
from geo.update.intake import PRESENTATION, check_archive, check_file, is_archive
from geo.update.sandbox import run_limited


def clean(data: bytes) -> bytes:
    """
    Return what of a foreign presentation may serve as a template, as a presentation.

    Raises
    ------
    IntakeError
        If it is no presentation, could do harm, has macros, or no layout with a title.
    """
    check_file(data)
    answer = run_limited("geo.exports.slides.foreign:clean_checked", data)
    if not isinstance(answer, str):
        raise IntakeError("intake.failed")
    return base64.b64decode(answer)


def clean_checked(data: bytes) -> str:
    """Check the rest of the file and strip it: the part that runs in the sandbox."""
    if not is_archive(data):
        raise IntakeError("template.kind")
    check_archive(data, PRESENTATION)
    try:
        cleaned = rewritten(data, "pptx")
        template = Template(cleaned, "")
        titled = template.slot(template.content, "title", "ctrTitle")
    except (KeyError, ValueError, AttributeError, TypeError, LookupError, SyntaxError) as error:
        # How the libraries say that parts or what they point to are not as they should be.
        raise IntakeError("intake.damaged") from error
    if titled is None:
        raise IntakeError("template.layouts")
    return base64.b64encode(cleaned).decode()

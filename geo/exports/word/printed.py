"""
A PDF from the content of a document: tagged, in the look of all our papers.

Contents name the pages, since the typesetter knows them. What only a file to be signed has is left
out.
"""

from geo.exports.material import Material
from geo.exports.paper import typeset
from geo.exports.word.content import PictureBlock, TableBlock, TextBlock, WordContent
from geo.text import t

ROLES = {"Title": "title", "Heading1": "heading", "Heading2": "part", "Lead": "lead"}
"""What a block is called in the template by its style in Word; any other is text or quiet."""
QUIET = ("Quiet", "Caption")


def to_pdf(content: WordContent, material: Material) -> bytes:
    """Return a content as PDF, made on `material.today`."""
    lang = content.lang
    blocks: list[dict[str, object]] = []
    n_tables = 0
    pictures: dict[str, str] = {}
    for block in content.blocks:
        if isinstance(block, TextBlock):
            role = ROLES.get(block.style, "quiet" if block.style in QUIET else "text")
            blocks.append({"role": role, "text": block.text})
        elif isinstance(block, PictureBlock):
            name = f"picture-{len(pictures)}"
            pictures[name] = block.svg
            blocks.append({"role": "picture", "input": name, "about": block.about})
        elif isinstance(block, TableBlock):
            n_tables += bool(block.caption)
            caption = f"{t('brief.table', lang)} {n_tables}. {block.caption}"
            told = {"caption": caption if block.caption else "", "role": "table"}
            blocks.append(vars(block) | told)
    contents = t("brief.contents", lang)
    page = typeset.page_of(
        material, content.title, content.footer, contents=contents, blocks=blocks
    )
    return typeset.to_pdf("document", page, pictures, material.today)

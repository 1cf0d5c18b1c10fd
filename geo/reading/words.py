"""
Words: what the grammar reads, letter for letter the same however the document spelt them.

Invisible characters go, white space becomes one space, a word broken by hand at the end of a line
is whole, ё is read as е, and a Latin letter inside a Russian word that looks like a Russian one
becomes it. What a reader sees on paper stays the same.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache

_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\0-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]"
)
_HYPHENS = re.compile("[\u2010\u2011\x1e]")
_SOFT = re.compile("\u00ad\\s*\n\\s*|¬\\s*")
"""A soft hyphen at the end of a line, or as a text has it that was scanned."""
_NO_END = "и|или|а|с|со|в|о|об|от|по|между"
"""Words that end no other: «торгово- и научно-технический» is not broken."""
_BROKEN = re.compile(rf"\b(\w*[а-яё])-(?=\s*\n|\s+[а-яё])\s+(?!(?:{_NO_END})\b)(?=(\w+))")
_COMPOUND = re.compile(r"\w{3,}[нвк]о-[а-яё]{5,}|[а-яё]-\w+|\w+-[^а-яё]\w*")
"""What has a hyphen of its own, not one that a line ends with: «торгово-экономический», «р-н»."""
_LATIN = "AaBCcEeËëHKkMOoPpTXxYy"
_RUSSIAN = "АаВСсЕеЁёНКкМОоРрТХхУу"
_LOOK_ALIKES = str.maketrans(_LATIN, _RUSSIAN)
_ONE_LETTER_WORDS = frozenset("AaCcKkOoYy")
_LATIN_LETTER = re.compile("[A-Za-zËë]")
_APART = re.compile(r"\b(?:[а-яё] ){4,}[а-яё]\b")
_WORD = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(
    r"\b(?:[гм]\. ?[орп]|гг?|гор|обл)\.(?=\s|[«\"„“,]|[А-ЯЁ]|$)"
    r"|[^\W\d_]+(?:[-–][^\W\d_]+)*|\d+|[(),;]",
    re.IGNORECASE,
)
_OPENING, _CLOSING = "«„“\"'‘‹", "»”“\"'’›"


@lru_cache(maxsize=100_000)
def clean(text: str) -> str:
    """Return text without invisible characters, its white space normalised."""
    text = unicodedata.normalize("NFC", _HYPHENS.sub("-", _INVISIBLE.sub("", _SOFT.sub("", text))))
    return " ".join(_BROKEN.sub(_unbroken, text).split())


def _unbroken(found: re.Match[str]) -> str:
    """Return the first half of a word that was broken by hand at the end of a line."""
    return found[1] + "-" * bool(_COMPOUND.fullmatch(f"{found[1]}-{found[2]}"))


def fold(text: str) -> str:
    """Return text in lower case with ё as е."""
    return text.casefold().replace("ё", "е")


def repair(text: str, *, russian: bool = False) -> tuple[str, tuple[str, ...]]:
    """
    Replace Latin letters that look like Russian ones inside Russian words.

    A letter that is a word of its own counts as one where the text has Russian words, or `russian`
    says that it is Russian without them.

    Returns
    -------
    text, repaired
        The text, and the words as they are now.
    """
    repaired: list[str] = []
    if not _LATIN_LETTER.search(text):
        return text, ()
    russian = russian or bool(re.search("[а-яё]", text, re.IGNORECASE))

    def one(found: re.Match[str]) -> str:
        word = found[0]
        latin = [letter for letter in word if "a" <= letter.lower() <= "z" or letter in "Ëë"]
        mixed = 0 < len(latin) < len(word) and bool(re.search("[а-яё]", word, re.IGNORECASE))
        alone = russian and word in _ONE_LETTER_WORDS
        if not (mixed or alone) or not all(letter in _LATIN for letter in latin):
            return word
        repaired.append(word.translate(_LOOK_ALIKES))
        return repaired[-1]

    return _WORD.sub(one, text), tuple(repaired)


def plain(text: str) -> str:
    """
    Return text as headings and remarks are compared: folded, its look-alikes Russian.

    Letters that are set apart stand together: «У Т Р А Т И Л И».
    """
    return _APART.sub(lambda found: found[0].replace(" ", ""), fold(repair(text)[0]))


@dataclass(frozen=True)
class Token:
    """A word or mark of a text; `outer_start`, `outer_end` take in the quotation marks beside."""

    text: str
    start: int
    end: int
    outer_start: int
    outer_end: int

    @cached_property
    def folded(self) -> str:
        """The word as the grammar compares it."""
        return fold(self.text)

    @property
    def is_word(self) -> bool:
        """Whether it is a word and no number or mark."""
        return self.text[0].isalpha()

    @property
    def has_capital(self) -> bool:
        """Whether a capital stands in it, if only since a space before a name is missing."""
        return self.text.lower() != self.text

    @property
    def is_capital(self) -> bool:
        """Whether it is written with a capital, as names are."""
        return self.text[0].isupper()


def tokenise(text: str, skip: tuple[tuple[int, int], ...] = ()) -> tuple[Token, ...]:
    """Split text into words, numbers and marks, leaving out what lies within `skip`."""
    tokens = []
    for found in _TOKEN.finditer(text):
        start, end = found.span()
        if any(first <= start < last for first, last in skip):
            continue
        outer_start, outer_end = start, end
        while outer_start and text[outer_start - 1] in _OPENING:
            outer_start -= 1
        while outer_end < len(text) and text[outer_end] in _CLOSING:
            outer_end += 1
        tokens.append(Token(found[0], start, end, outer_start, outer_end))
    return tuple(tokens)


def distance(one: str, other: str) -> int:
    """Return in how many letters two words differ; two letters changing places count as one."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        now = [row]
        for column, counterpart in enumerate(other, start=1):
            same = letter == counterpart
            cost = min(last[column] + 1, now[-1] + 1, last[column - 1] + (not same))
            swapped = (
                row > 1
                and column > 1
                and letter == other[column - 2]
                and one[row - 2] == counterpart
            )
            now.append(min(cost, before[column - 2] + 1) if swapped else cost)
        before, last = last, now
    return last[-1]

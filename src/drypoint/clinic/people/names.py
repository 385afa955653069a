"""Names made comparable: no accents, no case, only ``a-z`` and digits.

Only such characters sort the same way in every collation of SQLite and PostgreSQL, so a search for a
beginning is a plain range on a plain index on both, without extensions.
"""

import re
import unicodedata

KEY_LENGTH = 120
WORD_LENGTH = 60
_LAST = "z"  # nothing that a key can hold sorts after it
_SPECIAL = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})


def words(text: str) -> list[str]:
    """The words of a name, folded; letters outside Latin are spelt by their code points."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_SPECIAL))
    # Apostrophes and dots join (O'Neill, J.R.), everything else that is no letter or digit separates.
    joined = re.sub(r"['’`.]", "", "".join(c for c in decomposed if not unicodedata.combining(c)).casefold())
    return [_ascii(word)[:WORD_LENGTH] for word in re.findall(r"[^\W_]+", joined)]


def key(text: str) -> str:
    """One sort key for a whole name."""
    return "".join(words(text))[:KEY_LENGTH]


def beginning(prefix: str) -> tuple[str, str]:
    """First and last word of ``WORD_LENGTH`` that can begin with ``prefix``, both included."""
    return prefix, prefix.ljust(WORD_LENGTH, _LAST)


def _ascii(word: str) -> str:
    return "".join(c if c.isascii() else f"{ord(c):05x}" for c in word)

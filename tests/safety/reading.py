"""How hard a text is to read: the Flesch-Kincaid grade for English, INFLESZ for Spanish.

Kincaid JP et al. 1975 (grade of United States schools: 7 is about twelve years). Barrio-Cantalejo IM et al.
2008 (INFLESZ: 55 to 65 is usual, over 65 quite easy), on the formula of Szigriszt 1993. Syllables are
estimated.
"""

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def english_grade(text: str) -> float:
    """Flesch-Kincaid grade."""
    words = _WORD.findall(text)
    syllables = sum(map(_english_syllables, words))
    return 0.39 * len(words) / _sentences(text) + 11.8 * syllables / len(words) - 15.59


def spanish_inflesz(text: str) -> float:
    """INFLESZ: the higher, the easier."""
    words = _WORD.findall(text)
    syllables = sum(map(_spanish_syllables, words))
    return 206.835 - 62.3 * syllables / len(words) - len(words) / _sentences(text)


def _sentences(text: str) -> int:
    return max(1, len(re.findall(r"[.!?:]+(?:\s|$)", text)))


def _english_syllables(word: str) -> int:
    plain = word.lower()
    count = len(re.findall(r"[aeiouy]+", plain))
    if plain.endswith("e") and not plain.endswith("le") and count > 1:
        count -= 1
    if re.search(r"[^aeiouytd]ed$", plain) and count > 1:
        count -= 1
    return max(1, count)


def _spanish_syllables(word: str) -> int:
    # A stressed í or ú beside another vowel is a syllable of its own; other weak vowels join their neighbour.
    plain = (
        unicodedata.normalize("NFC", word.lower())
        .replace("qu", "k")
        .replace("gue", "ge")
        .replace("gui", "gi")
    )
    return max(1, len(re.findall(r"[íú]|[aeoáéó][iuy]?(?![íú])|[iuü]+[aeoáéó]?[iuy]?|y$", plain)))

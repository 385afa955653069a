"""How hard a text is to read: the Flesch-Kincaid grade for English, INFLESZ for Spanish.

Kincaid JP et al. 1975 (grade of United States schools: 7 is about twelve years). Barrio-Cantalejo IM et al.
2008 (INFLESZ: 55 to 65 is usual, over 65 quite easy), on the formula of Szigriszt 1993. Syllables are
estimated. Names of illnesses, medicines and devices, which the people who have them know and which cannot be
said in shorter words, may be set aside: they count as words, not by their syllables.
"""

import re
import unicodedata
from statistics import mean

NAMES_EN = frozenset(
    "acupuncture aneurysm antibiotics antidepressant apixaban aspirin bronchitis chemotherapy clopidogrel"
    " cochlear copd defibrillator diabetes ehlers-danlos emphysema epilepsy ginkgo haemophilia heparin"
    " hepatitis hiv ibuprofen lymphoedema marfan pacemaker pneumonia pre-eclampsia scoliosis steroid steroids"
    " tuberculosis varicose warfarin willebrand".split()
)
NAMES_ES = frozenset(
    "acupuntura aneurisma antibiótico anticoagulante antidepresivo apixabán aspirina bronquitis clopidogrel"
    " coclear contracciones corticoide corticoides desfibrilador diabetes ehlers-danlos embarazada embarazo"
    " enfisema epilepsia epoc escoliosis ginkgo hemofilia heparina hepatitis ibuprofeno linfedema marcapasos"
    " marfan neumonía preeclampsia quimioterapia tuberculosis varices vih warfarina willebrand".split()
)
NONE: frozenset[str] = frozenset()

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def english_grade(text: str, *, aside: frozenset[str] = NONE) -> float:
    """Flesch-Kincaid grade."""
    words = _WORD.findall(text)
    counted = [_english_syllables(word) for word in words if word.lower() not in aside]
    return 0.39 * len(words) / _sentences(text) + 11.8 * mean(counted) - 15.59


def spanish_inflesz(text: str, *, aside: frozenset[str] = NONE) -> float:
    """INFLESZ: the higher, the easier."""
    words = _WORD.findall(text)
    counted = [_spanish_syllables(word) for word in words if word.lower() not in aside]
    return 206.835 - 62.3 * mean(counted) - len(words) / _sentences(text)


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

"""What a ranking says in words."""

from drypoint.terms import Text

NERVE_ROOT = Text(
    en="Numb, tingling, electric, shooting or weak: test the nerves first. "
    "Nothing in this ranking makes a nerve problem less likely.",
    es="Adormecido, con hormigueo, eléctrico, irradiado o débil: explore primero los nervios. "
    "Nada en esta lista hace menos probable un problema nervioso.",
)
WHOLE_BODY = Text(
    en="Pain is marked over most of the body. No single muscle explains that, so nothing is ranked: "
    "look for a general cause.",
    es="El dolor está marcado en casi todo el cuerpo. Ningún músculo lo explica, así que no se ordena "
    "nada: busque una causa general.",
)
NO_PAIN = Text(
    en="No zone is marked, so there is nothing to rank. Mark where it hurts.",
    es="No hay ninguna zona marcada, así que no hay nada que ordenar. Marque dónde duele.",
)
UNEXPLAINED = Text(
    en="No muscle of the atlas refers pain to the marked zones.",
    es="Ningún músculo del atlas refiere dolor a las zonas marcadas.",
)
ONE_MUSCLE = Text(
    en="This compares muscles one by one, as if at most one were the cause. Often several are: palpate.",
    es="Compara los músculos uno por uno, como si a lo sumo uno fuera la causa. A menudo son varios: palpe.",
)
NO_PREVALENCE = Text(
    en="No published figures for this complaint shift the ranking.",
    es="No hay cifras publicadas para esta dolencia que cambien el orden.",
)

"""What a ranking says in words."""

from collections.abc import Sequence

from drypoint.terms import Text

NERVE_ROOT = Text(
    en="Numb, tingling, electric, shooting or weak: test the nerves first. "
    "Nothing in this ranking makes a nerve problem less likely.",
    es="Adormecido, con hormigueo, eléctrico, irradiado o débil: explore primero los nervios. "
    "Nada en esta lista hace menos probable un problema nervioso.",
)
WHOLE_BODY = Text(
    en="Pain is marked over most of the body. Ranking muscles does not help there, so nothing is ranked: "
    "screen for widespread pain, for example by the 2016 fibromyalgia criteria (Wolfe), and look for a "
    "general cause.",
    es="El dolor está marcado en casi todo el cuerpo. Ordenar músculos no ayuda en ese caso, así que no se "
    "ordena nada: valore un dolor generalizado, por ejemplo con los criterios de fibromialgia de 2016 "
    "(Wolfe), y busque una causa general.",
)
NO_PAIN = Text(
    en="No zone is marked, so there is nothing to rank. Mark where it hurts.",
    es="No hay ninguna zona marcada, así que no hay nada que ordenar. Marque dónde duele.",
)
UNEXPLAINED = Text(
    en="No muscle of the atlas refers pain to the marked zones or beside them. That does not make the pain "
    "less real: look for another cause, or mark what is nearest.",
    es="Ningún músculo del atlas refiere dolor a las zonas marcadas ni a su lado. Eso no hace menos real "
    "el dolor: busque otra causa o marque lo más cercano.",
)
SEVERAL = Text(
    en="Several muscles can be the cause at once; each figure is the chance that this one takes part, by the "
    "stated assumptions. Palpate before you believe it.",
    es="Varios músculos pueden ser la causa a la vez; cada cifra es la probabilidad de que este participe, "
    "según los supuestos indicados. Palpe antes de creerla.",
)
DISPUTED = Text(
    en="Some of these referral patterns are disputed or thinly published. They weigh half as much.",
    es="Algunos de estos patrones de dolor referido se discuten o apenas están publicados. Pesan la mitad.",
)
CONTRADICTORY = Text(
    en="Findings in the same muscle contradict each other. The one that speaks for it most was counted: "
    "palpate again.",
    es="Hay hallazgos contradictorios en el mismo músculo. Se contó el que más habla a su favor: "
    "vuelva a palpar.",
)
NO_SPREAD = Text(
    en="Pain is marked in many places, so marks beside a referral zone were not counted for its muscle.",
    es="El dolor está marcado en muchos sitios, así que las marcas al lado de una zona de dolor referido no "
    "se contaron para su músculo.",
)
WIDESPREAD = Text(
    en="Pain is marked in so many places that some muscles were left out. Rank one area at a time, and "
    "think of widespread pain.",
    es="El dolor está marcado en tantos sitios que se dejaron fuera algunos músculos. Ordene una zona cada "
    "vez y piense en el dolor generalizado.",
)
GLUTEAL_ROOT = Text(
    en="A gluteal muscle fits. A gluteal trigger point speaks for a squeezed lumbar nerve root (positive "
    "likelihood ratio 8.6, Adelmanesh 2016): test the nerve root, whatever the ranking says.",
    es="Encaja un músculo glúteo. Un punto gatillo glúteo habla a favor de una raíz lumbar comprimida "
    "(razón de verosimilitud positiva 8,6; Adelmanesh 2016): explore la raíz, diga lo que diga la lista.",
)
NO_PREVALENCE = Text(
    en="No figures of single muscles were published for this complaint; those of all people in pain count.",
    es="No se han publicado cifras de músculos sueltos para esta dolencia; cuentan las de todas las personas "
    "con dolor.",
)


def caught_nerves(by_muscle: Sequence[tuple[Text, Text]]) -> Text:
    """Of muscles, what is taught to be caught beside each."""
    english = "; ".join(f"{muscle.in_language('en')}: {says.in_language('en')}" for muscle, says in by_muscle)
    spanish = "; ".join(f"{muscle.in_language('es')}: {says.in_language('es')}" for muscle, says in by_muscle)
    return Text(
        en=f"Nerves that are taught to be caught beside the first muscles (unverified): {english}. "
        "Test them as well.",
        es="Nervios de los que se enseña que pueden quedar atrapados junto a los primeros músculos "
        f"(sin verificar): {spanish}. Explórelos también.",
    )

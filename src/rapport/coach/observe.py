"""From words and likelihoods to behaviours: what each finding rests on, and where it stands in the reply."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapport.coach.asking import questions_in
from rapport.coach.features import features
from rapport.coach.language import data, words
from rapport.coach.model import Judged, judge, weights
from rapport.coach.patterns import jargon, names_harm
from rapport.coach.reading import SURE, UNSURE, Finding, Span
from rapport.coach.seen import Seen, unique
from rapport.coach.text import Sentence

PLAIN = (
    "validation", "normalising", "reassurance", "affirmation", "self-disclosure", "claimed-understanding", "false-promise",
    "dismissal", "judgement", "confrontation", "challenge", "autonomy", "seeking-collaboration", "welcome", "small-talk",
    "immediacy", "owning", "interpretation", "self-defence", "inviting-feedback", "referral", "silence",
    "changing-the-subject", "taking-sides",
)  # fmt: skip
"""Behaviours found by their words, with the model's say."""
ALONE = 0.7
"""Likelihood from which the model's word alone is enough for one of them."""

TRUSTED = 0.6
"""Precision in cross-validation below which the model's word alone is not enough."""

UNTIED = 0.49
"""How sure a paraphrase may be at most where nothing ties it to what the client said: a client then doesn't warm to it unasked."""

NOT_ASKING = {"advice", "advice-with-permission", "confrontation"}
"""What a question about harm may look like by its words."""

TAKEN_UP = 0.55
"""How sure it is at least that a statement which begins with "so" and uses the client's words gives something back."""


def observe(seen: Seen) -> list[Finding]:
    """Return every behaviour that the reply shows or may show, the surest first."""
    found = [
        *questions_in(seen),
        *_reflections(seen),
        *_input(seen),
        *_plain(seen),
        *_jargon(seen),
        *_encouragers(seen),
    ]
    asked = _asked_of_harm(seen)
    kept = [one for one in _settled(found) if one.certainty >= UNSURE and not (one.behaviour in NOT_ASKING and asked)]
    return sorted(kept, key=lambda finding: (-finding.certainty, finding.behaviour))


def _asked_of_harm(seen: Seen) -> bool:
    """Return whether all that might be advice or an argument is a question about suicide or violence; to ask that is a skill."""
    told = [
        question is not None and names_harm(sentence)
        for sentence, question, its in zip(seen.parsed.reply, seen.parsed.asked, seen.hits, strict=True)
        if question or any(hit.behaviour in NOT_ASKING for hit in its)
    ]
    return bool(told) and all(told)


def _settled(found: Iterable[Finding]) -> list[Finding]:
    """Drop what a more exact finding makes doubtful: what is owned up to is no claim, what is validated is no dismissal."""
    made = {finding.behaviour: finding for finding in found}
    for weaker, stronger in data("thresholds")["gives_way"]:
        if weaker in made and stronger in made and made[weaker].certainty <= made[stronger].certainty:
            del made[weaker]
    return list(made.values())


def _reflections(seen: Seen) -> list[Finding]:
    likely = seen.likely("reflection")
    if likely.certainty < UNSURE:
        return _taken_up(seen)
    best = [sentence for sentence in _best_sentences(seen, "reflection") if not _does_another_thing(seen, sentence)]
    felt = [sentence for sentence in best if _names_feeling(sentence)]
    other = [sentence for sentence in best if sentence not in felt]
    made: list[Finding] = []
    certainty = round(likely.certainty, 3)
    if felt:
        word = next(token.word for sentence in felt for token in sentence.words if _feeling(sentence, token.word))
        made.append(
            Finding(
                "reflection-of-feeling", _spans(felt), certainty, f"It gives back a feeling, '{word}', without asking."
            )
        )
    if other:
        shared = sorted({token.word for token in seen.parsed.mirror.shared})
        reason = "It says in other words what the client told, without asking."
        if shared:
            reason = f"It gives back what the client said ({', '.join(shared[:4])}), without asking."
        made.append(Finding("paraphrase", _spans(other), _given_back(seen, other, certainty, bool(felt)), reason))
    summing = seen.likely("behaviour:summary").certainty
    if len(best) > 1 and summing >= ALONE:
        made.append(
            Finding("summary", _spans(best), round(summing, 3), "It gathers several things that the client said.")
        )
    if any(finding.behaviour == "paraphrase" and finding.certainty >= TAKEN_UP for finding in made):
        return made
    taken_up = _taken_up(seen)
    return [finding for finding in made if not (taken_up and finding.behaviour == "paraphrase")] + taken_up


def _taken_up(seen: Seen) -> list[Finding]:
    """Return the paraphrase that a statement makes which begins with "so" and gives back two words of the client's or more."""
    gathered = [sentence for place, sentence in enumerate(seen.parsed.reply) if _takes_up(seen, place, sentence)]
    reason = "It begins with 'so', and gives back the client's own words."
    return [Finding("paraphrase", _spans(gathered), TAKEN_UP, reason)] if gathered else []


def _takes_up(seen: Seen, place: int, sentence: Sentence) -> bool:
    start, end = sentence.span
    shared = {token.word for token in seen.parsed.mirror.shared if start <= token.start < end}
    asks = seen.parsed.asked[place] is not None
    return sentence.words[0].word == "so" and len(shared) > 1 and not asks and not _does_another_thing(seen, sentence)


def _given_back(seen: Seen, sentences: Sequence[Sentence], certainty: float, beside_feeling: bool) -> float:
    """Return how sure a paraphrase is; where nothing ties it to the client it may be a verdict, and is never sure."""
    if seen.parsed.client and not _tied(seen, sentences):
        certainty = min(certainty, UNTIED)
    return round(0.8 * certainty if beside_feeling else certainty, 3)


def _tied(seen: Seen, sentences: Sequence[Sentence]) -> bool:
    """Whether a word of the client's, the form of a reflection or a word for what is in the mind stands there."""
    if seen.parsed.mirror.shared or {"you:mind", "says:reflection-stem"} & seen.found.keys():
        return True
    return any(sentence.words[0].word == "so" for sentence in sentences)


def _best_sentences(seen: Seen, label: str) -> list[Sentence]:
    """Return the sentences that bear the label when read alone, or at least the one that bears it most."""
    judged = [
        (judge(label, features(seen.parsed.alone(place))).certainty, sentence)
        for place, sentence in enumerate(seen.parsed.reply)
    ]
    least = weights()[label]["threshold"]
    kept = [sentence for certainty, sentence in judged if certainty >= least]
    return kept or [max(judged, key=lambda pair: pair[0])[1]]


def _does_another_thing(seen: Seen, sentence: Sentence) -> bool:
    """Whether a sentence's words are plainly those of something that merely resembles a reflection."""
    its = seen.hits[seen.parsed.reply.index(sentence)]
    said = {hit.behaviour for hit in its if hit.certainty >= 0.6}
    return "reflection-stem" not in said and bool(said & set(data("thresholds")["no_reflections"]))


def _names_feeling(sentence: Sentence) -> bool:
    return any(_feeling(sentence, token.word) for token in sentence.words)


def _feeling(sentence: Sentence, word: str) -> bool:
    """Whether the word names a feeling here; everyday words such as `down` count only after a verb of feeling."""
    if word not in words("feelings"):
        return False
    if word not in words("feelings-plain"):
        return True
    line = [token.word for token in sentence.words]
    place = line.index(word)
    ahead = line[max(0, place - 4) : place]
    return bool(set(ahead) & words("feel-verbs")) or bool(ahead and ahead[-1] in words("intensifiers"))


def _input(seen: Seen) -> list[Finding]:
    likely = seen.likely("information-or-advice")
    made: list[Finding] = []
    advice = [hit for its in seen.hits for hit in its if hit.behaviour == "advice"]
    asked_leave = [hit for its in seen.hits for hit in its if hit.behaviour == "permission"]
    wanted = bool(asked_leave) or seen.context.permission or _client_asks_for_advice(seen)
    model = max(seen.likely("behaviour:advice").certainty, seen.likely("behaviour:advice-with-permission").certainty)
    left_open = any(hit.behaviour == "autonomy" for its in seen.hits for hit in its)
    if advice or (model >= ALONE and not left_open):
        top = max((hit.certainty for hit in advice), default=0.0)
        certainty = round(min(0.95, 0.7 * top + 0.35 * max(model, likely.certainty)) if top else 0.8 * model, 3)
        spans = unique((hit.start, hit.end) for hit in advice) or (_whole(seen),)
        reason = advice[0].reason if advice else "It is worded the way suggestions are."
        name = "advice-with-permission" if wanted else "advice"
        leave = " It was wanted, or it asks first." if wanted else " It was not asked for."
        made.append(Finding(name, spans, certainty, reason + leave))
    elif asked_leave:
        hit = asked_leave[0]
        made.append(
            Finding("advice-with-permission", ((hit.start, hit.end),), round(0.7 * hit.certainty, 3), hit.reason)
        )
    informing = [hit for its in seen.hits for hit in its if hit.behaviour == "information"]
    judged = seen.likely("behaviour:information").certainty
    certainty = judged
    if informing:
        certainty = 0.5 * max(judged, likely.certainty) + 0.5 * max(hit.certainty for hit in informing)
    if certainty >= UNSURE and (informing or judged >= SURE):
        spans = unique((hit.start, hit.end) for hit in informing) or _spans(
            _best_sentences(seen, "information-or-advice")
        )
        reason = informing[0].reason if informing else "It is worded the way facts and procedures are told."
        made.append(Finding("information", spans, round(certainty, 3), reason))
    return made


def _client_asks_for_advice(seen: Seen) -> bool:
    line = " ".join(token.word for sentence in seen.parsed.client for token in sentence.words)
    return any(phrase in line for phrase in words("asks-for-advice"))


def _plain(seen: Seen) -> list[Finding]:
    made = []
    for behaviour in PLAIN:
        its = [hit for hits in seen.hits for hit in hits if hit.behaviour == behaviour]
        judged = seen.likely(f"behaviour:{behaviour}")
        if its:
            top = max(its, key=lambda hit: hit.certainty)
            certainty = min(0.95, 0.75 * top.certainty + 0.35 * judged.certainty)
            made.append(
                Finding(behaviour, unique((hit.start, hit.end) for hit in its), round(certainty, 3), top.reason)
            )
        elif judged.certainty >= ALONE and _trusted(f"behaviour:{behaviour}"):
            best = _best_sentences(seen, f"behaviour:{behaviour}")
            reason = "It is worded the way this is usually done" + _because(judged)
            made.append(Finding(behaviour, _spans(best), round(0.8 * judged.certainty, 3), reason))
    return made


def _trusted(label: str) -> bool:
    """Whether the model alone was right often enough about the label on utterances that it had not seen."""
    known = weights().get(label)
    return bool(known and known["folds"]["precision"] >= TRUSTED)


def _because(judged: Judged) -> str:
    said = [name.partition(":")[2] for name in judged.because if name.startswith("s:")]
    return f" ({', '.join(said[:3])})." if said else "."


def _jargon(seen: Seen) -> list[Finding]:
    terms = [term for sentence in seen.parsed.reply for term in jargon(sentence)]
    if not terms:
        return []
    instead = "; ".join(f"'{term}': say '{plain}'" for _, _, term, plain in terms[:3])
    return [Finding("jargon", unique((start, end) for start, end, _, _ in terms), 0.8, f"Technical words. {instead}.")]


def _encouragers(seen: Seen) -> list[Finding]:
    if "only-encourages" not in seen.found or "?" in seen.reply:
        return []
    return [Finding("minimal-encourager", (_whole(seen),), 0.9, "It only shows that you are listening: go on.")]


def _whole(seen: Seen) -> Span:
    return seen.parsed.reply[0].span[0], seen.parsed.reply[-1].span[1]


def _spans(found: Iterable[Sentence]) -> tuple[Span, ...]:
    return unique(sentence.span for sentence in found)

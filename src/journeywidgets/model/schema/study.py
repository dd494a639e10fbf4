"""The tables of a study: who was asked, what they said, and how it was coded.

Offsets are Unicode code points into `sources.text`, the end exclusive.
"""

from __future__ import annotations

from journeywidgets.model.fields import (
    ORDER,
    Field,
    choice,
    date,
    flag,
    mapping,
    maybe,
    number,
    ref,
    schema,
    table,
    text,
    whole,
    words,
)
from journeywidgets.model.schema.journey import LEVELS

SOURCE_LIMIT = 10_000_000
"""Characters of one source, at most."""
CONTEXT = 32
"""Code points kept before and after a quote, by which it is found again."""
ROLES = ("participant", "moderator", "observer")
SOURCE_KINDS = ("interview", "focus_group", "survey", "notes", "other")
PROVENANCES = ("raw", "cleaned", "notes")
CODE_KINDS = (
    "theme",
    "stage",
    "touchpoint",
    "action",
    "thought",
    "emotion",
    "pain",
    "gain",
    "need",
    "opportunity",
    "other",
)
ORIGINS = ("human", "import", "model")

_ALL = (
    table(
        "study",
        text("title", "The study's name."),
        text("description", "What it is about."),
        text("method", "How people were asked."),
        words("questions", "What the study wants to know."),
        text("owner", "Who keeps it."),
        words("tags", "Free labels."),
        private=True,
    ),
    table(
        "participants",
        text("pseudonym", "What the person is called everywhere, such as P1; never a name."),
        choice("role", "participant", ROLES, "What a moderator or an observer says is never counted as evidence."),
        maybe("persona", "The persona that the person is like."),
        choice("share", "team", LEVELS, "The widest circle that the person has agreed to."),
        text("consent", "How and when consent was given."),
        date("consent_until", "The last day on which the words may be shared, YYYY-MM-DD."),
        mapping("attributes", "What is known of the person, by name."),
        ORDER,
        own="attributes",
        private=True,
    ),
    table(
        "sources",
        text("title", "The source's name."),
        text("text", "All of its words, with LF between lines and without speakers' names.", limit=SOURCE_LIMIT),
        choice("kind", "interview", SOURCE_KINDS, "What it is."),
        choice("provenance", "raw", PROVENANCES, "As it was said, cleaned up, or noted by somebody."),
        text("sha256", "The digest of what was read, before anything was changed."),
        text("method", "How it was taken down."),
        date("recorded_at", "The day of the recording, YYYY-MM-DD."),
        text("language", "Its language, such as en."),
        mapping("fields", "Columns of the caller's own."),
        ORDER,
        own="fields",
        private=True,
    ),
    table(
        "segments",
        ref("source", "sources", "Where it stands.", required=True),
        whole("start", "Its first code point.", required=True),
        whole("end", "The code point after its last.", required=True),
        ref("participant", "participants", "Who speaks.", on_delete="clear"),
        number("time_start", "Seconds from the beginning of the recording.", 0),
        number("time_end", "Seconds from the beginning of the recording.", 0),
        text("question", "The question that it answers."),
        private=True,
    ),
    table(
        "codes",
        text("name", "The code's name."),
        choice("kind", "theme", CODE_KINDS, "What it names."),
        ref("parent", "codes", "The code that it is a part of.", on_delete="clear"),
        text("definition", "What it means."),
        text("apply_when", "When to use it."),
        text("not_this", "What it is not to be used for."),
        Field("color", "color", None, doc="#rgb or #rrggbb."),
        ORDER,
        private=True,
    ),
    table(
        "quotes",
        ref("source", "sources", "Where it was said.", required=True),
        whole("start", "Its first code point in the source; null where its place is lost."),
        whole("end", "The code point after its last; null where its place is lost."),
        text("exact", "The words, as the source has them."),
        text("prefix", "What stands before it, by which it is found again."),
        text("suffix", "What stands after it, by which it is found again."),
        ref("participant", "participants", "Who said it."),
        maybe("display", "The words as they are shown, with [...] and [additions]; null shows them as they were said."),
        number("score", "How it feels, -2 to +2.", -2, 2),
        choice("level", "team", LEVELS, "Who may see it, at most."),
        text("coder", "Who marked it."),
        private=True,
    ),
    table(
        "applications",
        ref("quote", "quotes", "The quote.", required=True),
        ref("code", "codes", "The code.", required=True),
        text("coder", "Who applied it."),
        choice("origin", "human", ORIGINS, "Where it comes from."),
        flag("accepted", "Whether it counts; a model's does not until a person accepts it.", default=True),
        flag("rejected", "Whether a person said no to a suggestion: it stays, so that it is not made again."),
        number("confidence", "How sure the model is, 0 to 1.", 0, 1),
        words("rationale", "Why the model suggests it."),
        maybe("at", "When, ISO 8601."),
        private=True,
    ),
    table(
        "memos",
        ref("source", "sources", "The source that it is about."),
        ref("quote", "quotes", "The quote that it is about."),
        ref("code", "codes", "The code that it is about."),
        ref("participant", "participants", "The person that it is about."),
        text("text", "What was noted."),
        text("author", "Who noted it."),
        flag("private", "Whether only its author should read it."),
        maybe("at", "When, ISO 8601."),
        private=True,
    ),
)

STUDY = schema("study", "study", _ALL)

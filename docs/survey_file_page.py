"""The page of the survey file, drawn from its declarations."""

from __future__ import annotations

import msgspec

from folkmoot.ask.survey import declared, questionnaire
from folkmoot.ask.tables import FIGURE_MEANINGS

SURVEY_TABLES: tuple[tuple[str, type], ...] = (
    ("[survey]", declared.About),
    ("[fieldwork]", declared.Fieldwork),
    ("[privacy]", declared.Privacy),
    ("[answers]", declared.Answers),
    ("[frame]", declared.Frame),
    ("[sample]", declared.SampleRule),
    ("[design]", declared.Design),
    ("[weighting]", declared.WeightingRules),
    ("[[weighting.margins]]", declared.MarginRule),
    ("[publishing]", declared.Publishing),
    ("[[questions]]", questionnaire.Question),
    ("[[questions.codes]]", questionnaire.Code),
    ("[[questions.items]]", questionnaire.Item),
    ("[[questions.repeats]]", questionnaire.Repeat),
    ("A condition", questionnaire.Condition),
    ("[[segments]]", declared.Segments),
    ("[[segments.groups]]", declared.SegmentRule),
    ("[segments.classes]", declared.ClassRule),
    ("[[nets]]", declared.Net),
    ("[[gaps]]", declared.Gap),
    ("[[banners]]", declared.Banner),
    ("[[tables]]", declared.TableRule),
    ("[[places]]", declared.PlacesRule),
    ("[[themes]]", declared.Theme),
    ("[[statements]]", declared.Statement),
    ("[[compare]]", declared.Comparison),
)
"""Every table of a survey file, in the order of the page."""


def page() -> str:
    """The page of the survey file, table by table."""
    lines = [
        "# The survey file",
        "",
        "`survey.toml` holds a whole survey: the questionnaire, where the answers are, how",
        "people were chosen, what weights bring them to, and what is published. Files that it",
        "names are looked for beside it. A key that is not here, or a name that leads nowhere,",
        "stops the run with the line at fault; `folkmoot ask check` finds them all at once.",
        "[A survey from beginning to end](../tutorial/first-survey.md).",
        "",
        '*Wording* is text in quotes, or a table of languages: `{ en = "Yes", cy = "Oes" }`.',
        '*Condition* is a table such as `{ question = "mood", any_of = ["good"] }`; where a',
        "list of them stands, all must hold.",
        "",
        "A question is found in the answers' file by its `column` or its id. An answer may be",
        "written as its code, as one of `written`, or as its label in any language; capitals",
        "and blanks make no difference.",
        "",
    ]
    for title, table in SURVEY_TABLES:
        first = (table.__doc__ or "").strip().splitlines()[0].split(": ", 1)[-1]
        heading = f"`{title}`" if title.startswith("[") else title
        lines += [f"## {heading}", "", first[0].upper() + first[1:], ""]
        lines += ["| key | needed | unless given | meaning |", "|---|---|---|---|"]
        for key in msgspec.inspect.type_info(table).fields:
            lines.append(_survey_key(key, table))
        lines.append("")
    lines += [
        "## `figures.csv`",
        "",
        "Every figure of every table, one a row, as the run writes it beside the report.",
        "",
        "| column | meaning |",
        "|---|---|",
        *(f"| `{name}` | {_cell(said)} |" for name, said in FIGURE_MEANINGS.items()),
        "",
    ]
    return "\n".join(lines)


def _survey_key(key: msgspec.inspect.Field, table: type) -> str:
    meta = key.type
    extra = getattr(meta, "extra_json_schema", None) or {}
    default = key.default
    if default is msgspec.UNSET or default is msgspec.NODEFAULT:
        made = key.default_factory
        default = made() if made is not msgspec.NODEFAULT else None
    shown = (
        "" if key.required or default in (None, "", [], {}) else f"`{_toml(default)}`"
    )
    meaning = extra.get("description", "")
    return (
        f"| `{key.encode_name}` | {'yes' if key.required else ''} | {shown} "
        f"| {_cell(meaning)} |"
    )


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")

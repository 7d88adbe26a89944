"""The invented group with the invented survey in its build, for tests of the survey pages."""

from __future__ import annotations

from pathlib import Path

from invented_group import AS_OF, MEMBERS, fill
from starlette.applications import Starlette

from folkmoot.ask.desk import DESK as ASK
from folkmoot.ask.publish.sealing import build_findings
from folkmoot.buy.desk import DESK as BUY
from folkmoot.core.desk import BuildContext
from folkmoot.core.workspace import Workspace
from folkmoot.demo.survey import SURVEY, write_survey
from folkmoot.web.app import application

FAULTY = """
[survey]
id = "half-written"
title = "Half written"
[[questions]]
id = "mood"
kind = "single"
text = "Mood?"
colour = "green"
"""
NOT_READY = """
[survey]
id = "not-ready"
title = "Not ready"
[fieldwork]
start_date = 2026-05-01
end_date = 2026-05-20
[answers]
file = "answers.csv"
[[questions]]
id = "mood"
kind = "single"
text = "Mood?"
codes = [{ code = "good", label = "Good" }, { code = "bad", label = "Bad" }]
"""


def surveyed_workspace(root: Path) -> Workspace:
    """A workspace with three surveys: one published, one not ready, one with a fault."""
    made = Workspace.create(root, group_name="Invented Shires", members=MEMBERS)
    write_survey(root / "surveys" / SURVEY, seed=2017)
    for name, text in (("half-written", FAULTY), ("not-ready", NOT_READY)):
        folder = root / "surveys" / name
        folder.mkdir()
        (folder / "survey.toml").write_text(text, "utf-8")
    rows = "".join(f"{'good' if n % 3 else 'bad'}\n" for n in range(40))
    (root / "surveys" / "not-ready" / "answers.csv").write_text("mood\n" + rows)
    with made.drafting("20270116T080000Z") as draft:
        fill(draft.writer)
        draft.writer.connection.execute("DELETE FROM finding.surveys")
        build_findings(
            draft.writer,
            BuildContext(as_of=AS_OF, group_name=made.name, workspace=made.root),
        )
        draft.seal(
            {
                "schema": "folkmoot.manifest/1",
                "stamp": draft.stamp,
                "group": made.name,
                "is_invented": True,
                "as_of": AS_OF.isoformat(),
                "inputs": {"code": "0.1.0+test"},
                "files": 2,
                "row_counts": {},
            }
        )
    return made


def survey_application(workspace: Workspace) -> Starlette:
    """The pages of both desks."""
    return application(workspace, desks=(BUY, ASK))

"""What people decide about proposals, and how pages say it."""

from __future__ import annotations

from folkmoot.core.judgements import Topic

TOPIC = "opportunity"
ACCEPT, PARK, REJECT, MERGE, SPLIT = "accept", "park", "reject", "merge", "split"
VERDICTS = {
    ACCEPT: "Accept: we want to do this",
    PARK: "Park: not now",
    REJECT: "Reject: not this",
    MERGE: "Merge with another proposal",
    SPLIT: "Take councils out of it",
}
IN_A_WORD = {
    ACCEPT: "Accepted",
    PARK: "Parked",
    REJECT: "Rejected",
    MERGE: "Merged",
    SPLIT: "Split",
}
STARTED, DONE, STOPPED = "started", "done", "stopped"
OPPORTUNITY = Topic(
    TOPIC,
    "Proposals to buy together",
    "What do you decide about this proposal?",
    "the id of a proposal; decide on its page, which keeps the proposal as it stood",
    VERDICTS,
    frozenset(VERDICTS),
)
WORK = Topic(
    "opportunity-work",
    "Work on proposals",
    "How far is the work?",
    "the id of a proposal",
    {
        STARTED: "Work has started",
        DONE: "The joint contract is in place",
        STOPPED: "Work has stopped",
    },
)
TOPICS = (OPPORTUNITY, WORK)

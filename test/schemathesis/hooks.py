"""Hooks of Schemathesis: drop the findings that accepted-findings.toml explains, and judge the run as a whole."""

import tomllib
from pathlib import Path

import schemathesis
from hypothesis import strategies as st

ACCEPTED = tomllib.loads(Path(__file__).with_name("accepted-findings.toml").read_text())["finding"]
occurred = set()

# Most random addresses are ones to which no mail server can send.
schemathesis.openapi.format("email", st.from_regex(r"[a-z]{1,9}@[a-z]{1,9}\.example", fullmatch=True))


@schemathesis.hook
def before_call(context, case, kwargs):
    """Keeps the settings away with which the token, which acts for no contact and proposes all actions, could decide nothing."""
    if case.operation.definition.raw["operationId"] == "updateSettings" and isinstance(case.body, dict):
        for setting in ("approver_required", "four_eyes"):
            if case.body.get(setting) is True:
                case.body[setting] = False


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """Keeps a failure unless each of its causes has an entry. The schema of a list has whole actions, not some of their fields."""
    if "response_schema_conformance" in failure.checks and "fields" in (case.query or {}):
        return False
    entries = [entry_of(failure, case, cause) for cause in causes_of(response)]
    if None in entries:
        return True
    occurred.update(entries)
    return False


def entry_of(failure, case, cause):
    """Returns the index of the first entry for a cause; None if there is none."""
    operation = case.operation.definition.raw["operationId"]
    code, field = cause
    for index, entry in enumerate(ACCEPTED):
        if (
            entry["check"] in failure.checks
            and operation in entry.get("operations", [operation])
            and code in entry["causes"]
            and entry.get("field", field) == field
        ):
            return index
    return None


def causes_of(response):
    """Returns the code and the name of each invalid field of a problem document, or the code of the problem if it names none."""
    try:
        problem = response.json()
        errors = problem.get("errors") or [{"code": problem["code"], "field": None}]
        return {(error["code"], error["field"]) for error in errors}
    except (ValueError, KeyError):
        return {("not_a_problem_document", None)}


@schemathesis.check
class UnusedEntries:
    """Prints the entries of accepted-findings.toml that matched nothing. Not a failure: the draws change with the demo's dates."""

    def after_run(self, ctx):
        for index, entry in enumerate(ACCEPTED):
            if index not in occurred:
                print(f"Matches no finding in this run, remove it if that stays so: {entry}")


@schemathesis.check
class EveryOperationSucceeds:
    """Fails if no request to an operation succeeded: then the other checks have tested only its errors."""

    def __init__(self):
        self.tested = set()
        self.succeeded = set()

    def after_response(self, ctx, response, case):
        self.tested.add(case.operation.label)
        if response.status_code < 300:
            self.succeeded.add(case.operation.label)

    def after_run(self, ctx):
        failed = sorted(self.tested - self.succeeded)
        assert not failed, "No request succeeded:\n" + "\n".join(failed)

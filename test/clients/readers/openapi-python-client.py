import json
import os
from uuid import UUID

from daybook import AuthenticatedClient
from daybook.api.actions import bulk_approve_actions, count_actions, get_action, list_actions
from daybook.models import BulkApproveInput, ListActionsCategory

env = os.environ
company, action = UUID(env["DAYBOOK_COMPANY"]), UUID(env["DAYBOOK_ACTION"])
client = AuthenticatedClient(env["DAYBOOK_URL"], token=env["DAYBOOK_TOKEN"])
page = list_actions.sync(company, client=client, category=ListActionsCategory.NEEDS_ACTION, page_size=500)
counts = count_actions.sync(company, client=client)
detail = get_action.sync(company, action, client=client)
ids = [UUID(env["DAYBOOK_OPEN"]), UUID(env["DAYBOOK_DECIDED"])]
bulk = bulk_approve_actions.sync(company, client=client, body=BulkApproveInput(ids=ids))

changes = detail.approval_log[-1].changes.additional_properties
print(
    json.dumps(
        {
            "count": page.count,
            "evidence": detail.evidence,
            "noEvidence": bulk.results[0].action.evidence,
            "withoutInvoice": sum(action.invoice is None for action in page.data),
            "needsAction": counts.categories.needs_action,
            "proposed": counts.statuses.proposed,
            "customer": detail.customer.name,
            "amount": detail.invoice.amount,
            "executedAt": detail.executed_at,
            "changes": {name: [change.from_, change.to] for name, change in changes.items()},
            "bulk": [
                [result.ok, result.action and result.action.status, result.error and result.error.code]
                for result in bulk.results
            ],
        }
    )
)

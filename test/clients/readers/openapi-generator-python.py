import json
import os

import daybook

env = os.environ
company, action = env["DAYBOOK_COMPANY"], env["DAYBOOK_ACTION"]
configuration = daybook.Configuration(host=env["DAYBOOK_URL"], access_token=env["DAYBOOK_TOKEN"])
with daybook.ApiClient(configuration) as client:
    actions = daybook.ActionsApi(client)
    page = actions.list_actions(company, category="needs_action", page_size=500)
    counts = actions.count_actions(company)
    detail = actions.get_action(company, action)
    ids = [env["DAYBOOK_OPEN"], env["DAYBOOK_DECIDED"]]
    bulk = actions.bulk_approve_actions(company, daybook.BulkApproveInput(ids=ids))

changes = detail.approval_log[-1].changes
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
            "changes": {name: [change.var_from, change.to] for name, change in changes.items()},
            "bulk": [
                [result.ok, result.action and result.action.status, result.error and result.error.code]
                for result in bulk.results
            ],
        }
    )
)

package main

import (
	"context"
	"encoding/json"
	"os"

	daybook "example.com/daybook/client"
)

type reading struct {
	Count          int32            `json:"count"`
	Evidence       any              `json:"evidence"`
	NoEvidence     any              `json:"noEvidence"`
	WithoutInvoice int              `json:"withoutInvoice"`
	NeedsAction    int32            `json:"needsAction"`
	Proposed       int32            `json:"proposed"`
	Customer       string           `json:"customer"`
	Amount         string           `json:"amount"`
	ExecutedAt     any              `json:"executedAt"`
	Changes        map[string][]any `json:"changes"`
	Bulk           [][]any          `json:"bulk"`
}

func must[T any](value T, _ any, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func main() {
	company := os.Getenv("DAYBOOK_COMPANY")
	configuration := daybook.NewConfiguration()
	configuration.Servers[0].URL = os.Getenv("DAYBOOK_URL")
	api := daybook.NewAPIClient(configuration).ActionsAPI
	ctx := context.WithValue(context.Background(), daybook.ContextAccessToken, os.Getenv("DAYBOOK_TOKEN"))

	page := must(api.ListActions(ctx, company).Category("needs_action").PageSize(500).Execute())
	counts := must(api.CountActions(ctx, company).Execute())
	detail := must(api.GetAction(ctx, company, os.Getenv("DAYBOOK_ACTION")).Execute())
	input := daybook.NewBulkApproveInput([]string{os.Getenv("DAYBOOK_OPEN"), os.Getenv("DAYBOOK_DECIDED")})
	bulk := must(api.BulkApproveActions(ctx, company).BulkApproveInput(*input).Execute())

	result := reading{
		Count:       page.GetCount(),
		Evidence:    detail.Evidence,
		NoEvidence:  bulk.Results[0].Action.Get().Evidence,
		NeedsAction: counts.Categories.NeedsAction,
		Proposed:    counts.Statuses.Proposed,
		Customer:    detail.Customer.Name,
		Amount:      detail.Invoice.Get().Amount,
		Changes:     map[string][]any{},
	}
	if at := detail.ExecutedAt.Get(); at != nil {
		result.ExecutedAt = at
	}
	for _, action := range page.Data {
		if action.Invoice.Get() == nil {
			result.WithoutInvoice++
		}
	}
	for name, change := range detail.ApprovalLog[len(detail.ApprovalLog)-1].Changes {
		result.Changes[name] = []any{change.From, change.To}
	}
	for _, item := range bulk.Results {
		outcome := []any{item.Ok, nil, nil}
		if action := item.Action.Get(); action != nil {
			outcome[1] = action.Status
		}
		if problem := item.Error.Get(); problem != nil {
			outcome[2] = problem.Code
		}
		result.Bulk = append(result.Bulk, outcome)
	}
	if err := json.NewEncoder(os.Stdout).Encode(result); err != nil {
		panic(err)
	}
}

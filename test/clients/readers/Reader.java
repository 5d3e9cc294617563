import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.openapitools.client.ApiClient;
import org.openapitools.client.api.ActionsApi;
import org.openapitools.client.model.*;

public class Reader {
  public static void main(String[] args) throws Exception {
    Map<String, String> env = System.getenv();
    UUID company = UUID.fromString(env.get("DAYBOOK_COMPANY"));
    ApiClient client = new ApiClient();
    client.updateBaseUri(env.get("DAYBOOK_URL"));
    client.setRequestInterceptor(
        request -> request.header("Authorization", "Bearer " + env.get("DAYBOOK_TOKEN")));
    ActionsApi api = new ActionsApi(client);

    ActionPage page =
        api.listActions(
            company, 1, 500, "needs_action", null, null, null, null, null, null, null, null, null, null, null,
            null, null, null, null, null, null, null, null, null, null, null);
    ActionCountsResponse counts = api.countActions(company);
    ActionDetailResponse detail =
        api.getAction(company, UUID.fromString(env.get("DAYBOOK_ACTION")));
    BulkApproveInput input =
        new BulkApproveInput()
            .addIdsItem(UUID.fromString(env.get("DAYBOOK_OPEN")))
            .addIdsItem(UUID.fromString(env.get("DAYBOOK_DECIDED")));
    BulkResults bulk = api.bulkApproveActions(company, input, null);

    List<ApprovalLogEntry> log = detail.getApprovalLog();
    Map<String, Object> changes = new LinkedHashMap<>();
    log.get(log.size() - 1)
        .getChanges()
        .forEach((name, change) -> changes.put(name, Arrays.asList(change.getFrom(), change.getTo())));
    List<Object> outcomes = new ArrayList<>();
    for (BulkResult result : bulk.getResults()) {
      String status = result.getAction() == null ? null : result.getAction().getStatus().getValue();
      String code = result.getError() == null ? null : result.getError().getCode().getValue();
      outcomes.add(Arrays.asList(result.getOk(), status, code));
    }
    Map<String, Object> reading = new LinkedHashMap<>();
    reading.put("count", page.getCount());
    reading.put("evidence", detail.getEvidence());
    reading.put("noEvidence", bulk.getResults().get(0).getAction().getEvidence());
    reading.put(
        "withoutInvoice",
        page.getData().stream().map(ActionResponse::getInvoice).filter(Objects::isNull).count());
    reading.put("needsAction", counts.getCategories().getNeedsAction());
    reading.put("proposed", counts.getStatuses().getProposed());
    reading.put("customer", detail.getCustomer().getName());
    reading.put("amount", detail.getInvoice().getAmount());
    reading.put("executedAt", detail.getExecutedAt());
    reading.put("changes", changes);
    reading.put("bulk", outcomes);
    System.out.println(new ObjectMapper().writeValueAsString(reading));
  }
}

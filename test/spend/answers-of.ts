import type { PageCursorResponse, ReportPageCursorResponse } from "@anthropic-ai/sdk/core/pagination";
import type { BetaAnalyticsCostItem } from "@anthropic-ai/sdk/resources/beta/organization/analytics/cost";
import type { BetaSpendLimit } from "@anthropic-ai/sdk/resources/beta/organization/spend-limits/spend-limits";
import type { OrganizationSpendLimit } from "openai/resources/admin/organization/spend-limit";
import type { UsageCostsResponse } from "openai/resources/admin/organization/usage";
import { shiftDay } from "../../src/domain/spend/fact.ts";

/** Words that stand where the vendors' answers name people, keys, sessions, models, workspaces and projects. */
export const CANARIES = {
  email: "ada.canary@example.com",
  login: "canary-login",
  name: "Ada Canary",
  key: "apikey_canary01",
  session: "sesn_canary01",
  workspace: "wrkspc_canary01",
  project: "proj_canary01",
  model: "canary-model-5",
  repository: "canary-repository",
  text: "canary of an unknown field",
};

const NO_GROUP: BetaAnalyticsCostItem["group"] = {
  ...{ actor: null, actor_type: null, agent_id: null, api_key_id: null, claude_tag_category: null },
  ...{ claude_tag_user_id: null, context_window: null, cost_type: null, deployment_id: null },
  ...{ environment_id: null, inference_geo: null, model: null, organization_id: null, product: null },
  ...{ rbac_group_id: null, service_tier: null, session_id: null, slack_channel_id: null, speed: null },
  ...{ token_type: null, user_profile_id: null, workspace_id: null },
};

/** A row of Anthropic's cost report. */
export function costRow(day: string, amount: string, group: Partial<BetaAnalyticsCostItem["group"]> = {}) {
  return {
    starting_at: `${day}T00:00:00Z`,
    ending_at: `${shiftDay(day, 1)}T00:00:00Z`,
    group: { ...NO_GROUP, product: "claude_code", ...group },
    cost: { amount, list_amount: amount, currency: "USD", requests: 3 },
  } satisfies BetaAnalyticsCostItem;
}

/** A page of Anthropic's cost report. */
export function costPage(
  data: BetaAnalyticsCostItem[],
  rest: Partial<ReportPageCursorResponse<BetaAnalyticsCostItem>> = {},
) {
  return {
    data,
    has_more: false,
    next_page: null,
    data_refreshed_at: "2026-11-30T05:00:00Z",
    ...rest,
  } satisfies ReportPageCursorResponse<BetaAnalyticsCostItem>;
}

/** Anthropic's list of limits. */
export function limitPage(...limits: readonly Partial<BetaSpendLimit>[]) {
  const limit: BetaSpendLimit = {
    ...{ id: "spl_1", amount: "50000", currency: "USD", is_enabled: true, period: "monthly" },
    ...{ scope: { type: "organization" }, type: "spend_limit", created_at: "2026-01-01T00:00:00Z" },
    updated_at: "2026-01-01T00:00:00Z",
  };
  return {
    data: limits.map((each) => ({ ...limit, ...each })),
    next_page: null,
  } satisfies PageCursorResponse<BetaSpendLimit>;
}

type OpenAiResult = UsageCostsResponse.Data.OrganizationCostsResult;

/** A result of OpenAI's costs. */
export function costResult(value: number, rest: Partial<OpenAiResult> = {}) {
  return {
    object: "organization.costs.result",
    amount: { value, currency: "usd" },
    line_item: "gpt-6-astra, input_tokens",
    project_id: null,
    ...rest,
  } satisfies OpenAiResult;
}

/** A bucket of OpenAI's costs. */
export function costBucket(day: string, ...results: readonly OpenAiResult[]) {
  const start = Date.parse(`${day}T00:00:00Z`) / 1_000;
  return {
    object: "bucket",
    start_time: start,
    end_time: start + 86_400,
    results: [...results],
  } satisfies UsageCostsResponse.Data;
}

/** A page of OpenAI's costs. */
export function bucketPage(data: UsageCostsResponse.Data[], next: string | null = null) {
  return { object: "page", data, has_more: next !== null, next_page: next } satisfies UsageCostsResponse;
}

/** OpenAI's limit of an organization. */
export function openAiLimit(status: string) {
  return {
    object: "organization.spend_limit",
    ...{ threshold_amount: 10_000, currency: "USD", interval: "month", enforcement: { status } },
  } satisfies OrganizationSpendLimit;
}

/** An event of Cursor's, as its documentation shows it. */
export function cursorEvent(day: string, chargedCents: number | undefined, rest: object = {}) {
  return {
    timestamp: String(Date.parse(`${day}T10:00:00Z`)),
    userEmail: CANARIES.email,
    model: CANARIES.model,
    kind: "Usage-based",
    ...{ maxMode: true, requestsCosts: 5, isTokenBasedCall: true, isChargeable: true, isHeadless: false },
    tokenUsage: { inputTokens: 126, outputTokens: 450, cacheWriteTokens: 6112, totalCents: 20.18 },
    ...(chargedCents !== undefined && { chargedCents }),
    isFreeBugbot: false,
    ...rest,
  };
}

/** A page of Cursor's events. */
export function eventPage(usageEvents: readonly object[], hasNextPage = false, currentPage = 1) {
  return {
    totalUsageEventsCount: usageEvents.length,
    pagination: { numPages: 1, currentPage, pageSize: 500, hasNextPage, hasPreviousPage: currentPage > 1 },
    usageEvents,
    period: { startDate: 0, endDate: 0 },
  };
}

/** GitHub's report of AI credits for a day. */
export function creditReport(date: string, ...items: readonly object[]) {
  const [year, month, day] = date.split("-").map(Number);
  return { timePeriod: { year, month, day }, organization: "acme", usageItems: items };
}

/** A row of that report. */
export function creditItem(netAmount: number, discountAmount = 0, rest: object = {}) {
  return {
    product: "Copilot",
    sku: "Copilot AI Credits",
    model: CANARIES.model,
    ...{ unitType: "credits", pricePerUnit: 0.01 },
    ...{ grossQuantity: (netAmount + discountAmount) * 100, grossAmount: netAmount + discountAmount },
    ...{ discountQuantity: discountAmount * 100, discountAmount, netQuantity: netAmount * 100, netAmount },
    ...rest,
  };
}

/** A row of GitHub's bill. */
export function billItem(date: string, netAmount: number, rest: object = {}) {
  return {
    date,
    ...{ product: "Copilot", sku: "Copilot AI Credits", quantity: 100, unitType: "ai-credits" },
    ...{ pricePerUnit: 0.01, grossAmount: netAmount, discountAmount: 0, netAmount },
    organizationName: "acme",
    ...rest,
  };
}

/** A budget on GitHub. */
export function budget(rest: object = {}) {
  return {
    id: "2066deda-923f-43f9-88d2-62395a28c0cd",
    budget_type: "ProductPricing",
    budget_product_sku: "copilot",
    ...{ budget_scope: "organization", budget_entity_name: "acme", budget_amount: 1_000 },
    prevent_further_usage: true,
    budget_alerting: { will_alert: true, alert_recipients: [CANARIES.login] },
    ...rest,
  };
}

/** Copilot's subscription of an organization. */
export function copilotSeats(total: number, active: number) {
  return {
    seat_breakdown: {
      ...{ total, added_this_cycle: 1, pending_invitation: 0, pending_cancellation: 0 },
      ...{ active_this_cycle: active, inactive_this_cycle: total - active },
    },
    ...{ seat_management_setting: "assign_selected", public_code_suggestions: "block" },
    plan_type: "business",
  };
}

const COLUMNS = [
  ...["AvailabilityZone", "BilledCost", "BillingAccountId", "BillingAccountName", "BillingCurrency"],
  ...["BillingPeriodEnd", "BillingPeriodStart", "ChargeCategory", "ChargeClass", "ChargeDescription"],
  ...["ChargeFrequency", "ChargePeriodEnd", "ChargePeriodStart", "CommitmentDiscountId", "ConsumedQuantity"],
  ...["ConsumedUnit", "ContractedCost", "ContractedUnitPrice", "EffectiveCost", "InvoiceIssuerName"],
  ...["ListCost", "ListUnitPrice", "PricingCategory", "PricingQuantity", "PricingUnit", "ProviderName"],
  ...["PublisherName", "RegionId", "RegionName", "ResourceId", "ResourceName", "ResourceType"],
  ...["ServiceCategory", "ServiceName", "ServiceProviderName", "SkuId", "SkuMeter", "SkuPriceId"],
  ...["SubAccountId", "SubAccountName", "Tags"],
];

/** Services of a bill: one in six is about an AI tool. */
const SERVICES = [
  ["Amazon Elastic Compute Cloud", "Compute", "AWS"],
  ["Amazon Simple Storage Service", "Storage", "AWS"],
  ["Amazon Bedrock", "AI and Machine Learning", "AWS"],
  ["Amazon SageMaker", "AI and Machine Learning", "AWS"],
  ["Virtual Machines", "Compute", "Microsoft"],
  ["AWS CodeBuild", "Developer Tools", "AWS"],
] as const;

const START = Date.parse("2026-10-01T00:00Z");
const [HOUR_MS, HOURS] = [3_600_000, 31 * 24];

/** The lines of a FOCUS 1.3 export of a cloud bill by the hour, without an end. */
export function* focusRows(): Generator<string> {
  yield `${COLUMNS.join(",")}\n`;
  for (let row = 0; ; row++) yield `${cellsOf(row).join(",")}\n`;
}

function cellsOf(row: number): readonly string[] {
  const [service, category, vendor] = SERVICES[row % SERVICES.length] ?? SERVICES[0];
  const at = START + (row % HOURS) * HOUR_MS;
  const cost = `${row % 97}.${String((row * 7_919) % 1_000_000_000).padStart(9, "0")}`;
  const values: Readonly<Record<string, string>> = {
    BilledCost: cost,
    BillingAccountId: "123456789012",
    BillingAccountName: "Acme",
    BillingCurrency: "USD",
    BillingPeriodStart: "2026-10-01T00:00:00Z",
    BillingPeriodEnd: "2026-11-01T00:00:00Z",
    ChargeCategory: "Usage",
    ChargeDescription: `"$0.0000${row % 10} for each request, in US West (Oregon)"`,
    ChargeFrequency: "Usage-Based",
    ChargePeriodStart: `${new Date(at).toISOString().slice(0, 19)}Z`,
    ChargePeriodEnd: `${new Date(at + HOUR_MS).toISOString().slice(0, 19)}Z`,
    ConsumedQuantity: String(row % 1_000),
    ConsumedUnit: "Requests",
    EffectiveCost: cost,
    ListCost: cost,
    ProviderName: vendor,
    PublisherName: vendor,
    RegionId: "us-west-2",
    ResourceId: `arn:aws:service:us-west-2:123456789012:thing/${row.toString(16).padStart(16, "0")}`,
    ServiceCategory: category,
    ServiceName: service,
    ServiceProviderName: vendor,
    SkuId: `SKU${row % 500}`,
    SubAccountId: `51738928${row % 40}`,
    SubAccountName: "Atlas",
    Tags: `"{""application"": ""shop"", ""environment"": ""production"", ""cost_center"": ""CC-${row % 90}""}"`,
  };
  return COLUMNS.map((name) => values[name] ?? "");
}

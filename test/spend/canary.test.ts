import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newPath, runCliIn } from "../../dev/simulation/processes/cli.ts";
import { TEST_KEY } from "../../dev/simulation/world/key.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { NOTHING_DECLARED } from "../../src/domain/spend/declared.ts";
import { shiftDay, utcDay } from "../../src/domain/spend/fact.ts";
import { startPlimsoll } from "../../src/server/server.ts";
import { openStores } from "../../src/storage/stores.ts";
import { runHereIn } from "../support/command-line.ts";
import * as answers from "./answers-of.ts";
import { VARIABLES } from "./reading.ts";

const { CANARIES } = answers;
const PULL = ["spend", "pull"];
const YESTERDAY = shiftDay(utcDay(new Date()), -1);
/** The vendor's data is of now, so all days until yesterday are complete. */
const costPage = (...rows: Parameters<typeof answers.costPage>[0]) =>
  answers.costPage(rows, { data_refreshed_at: new Date().toISOString() });

/** Fields that no schema of ours has, as an answer could get them tomorrow, or as a request asked for them by mistake. */
const UNKNOWN = {
  ...{ user: CANARIES.login, user_email: CANARIES.email, userEmail: CANARIES.email, model: CANARIES.model },
  ...{ name: CANARIES.name, api_key_id: CANARIES.key, session_id: CANARIES.session, note: CANARIES.text },
  actor: { type: "user_actor", email_address: CANARIES.email, name: CANARIES.name, user_id: CANARIES.login },
};

/** What the vendors answer by the beginning of the path, in this state of the world. */
type Answers = readonly (readonly [path: string, status: number, body: unknown])[];

function money(): Answers {
  const group = { workspace_id: CANARIES.workspace, model: CANARIES.model, session_id: CANARIES.session };
  const row = answers.costRow(YESTERDAY, "1010", { ...group, api_key_id: CANARIES.key });
  const result = answers.costResult(7, {
    ...{ user_id: CANARIES.login, api_key_id: CANARIES.key, project_id: CANARIES.project },
    line_item: CANARIES.model,
  });
  return [
    ["/v1/organizations/analytics/cost", 200, { ...costPage({ ...row, ...UNKNOWN }), ...UNKNOWN }],
    [
      "/v1/organizations/spend_limits",
      200,
      answers.limitPage({ scope: { type: "user", user_id: CANARIES.login } }),
    ],
    [
      "/v1/organization/costs",
      200,
      answers.bucketPage([answers.costBucket(YESTERDAY, { ...result, ...UNKNOWN })]),
    ],
    ["/v1/organization/spend_limit", 200, { ...answers.openAiLimit("enforcing"), ...UNKNOWN }],
    [
      "/teams/filtered-usage-events",
      200,
      { ...answers.eventPage([answers.cursorEvent(YESTERDAY, 12.5, UNKNOWN)]), ...UNKNOWN },
    ],
    [
      "/organizations/acme/settings/billing/usage",
      200,
      {
        usageItems: [
          answers.billItem(YESTERDAY, 31.2, { ...UNKNOWN, repositoryName: `acme/${CANARIES.repository}` }),
        ],
      },
    ],
    [
      "/organizations/acme/settings/billing/budgets",
      200,
      { budgets: [answers.budget({ ...UNKNOWN, budget_entity_name: CANARIES.login })] },
    ],
    ["/orgs/acme/copilot/billing", 200, { ...answers.copilotSeats(12, 9), seats: [{ assignee: UNKNOWN }] }],
  ];
}

/** The answer to a request. The money of yesterday is in the one that asks for that day. */
function answerTo(url: string, sent: string): readonly [status: number, body: unknown] {
  const { pathname, searchParams } = new URL(url, "http://vendors");
  if (pathname.endsWith("/ai_credit/usage")) {
    const date = ["year", "month", "day"].map((name) => searchParams.get(name)?.padStart(2, "0")).join("-");
    const items = date === YESTERDAY ? [answers.creditItem(31.2, 50, UNKNOWN)] : [];
    return [200, { ...answers.creditReport(date, ...items), ...UNKNOWN }];
  }
  const month = searchParams.get("month");
  if (month !== null && Number(month) !== Number(YESTERDAY.slice(5, 7))) return [200, { usageItems: [] }];
  const isEvents = pathname === "/teams/filtered-usage-events";
  const endDate = isEvents ? new Date(JSON.parse(sent).endDate + 1).toISOString() : undefined;
  const until = searchParams.get("ending_at") ?? endDate;
  const [, status, body] = money().find(([path]) => pathname.startsWith(path)) ?? [pathname, 404, UNKNOWN];
  if (until === undefined || until.slice(0, 10) > YESTERDAY) return [status, body];
  return [200, isEvents ? answers.eventPage([]) : costPage()];
}

let refusal: number | undefined;
let vendors: Server;
let file: string;
let output = "";
const requests: string[] = [];

beforeAll(async () => {
  vendors = createServer(async (request, response) => {
    const url = request.url ?? "";
    const sent = await text(request);
    requests.push(url);
    // A refusal quotes the key and names the person whose key it is.
    const refused = { error: { message: `${JSON.stringify(UNKNOWN)} ${request.headers.authorization}` } };
    const [status, body] = refusal === undefined ? answerTo(url, sent) : [refusal, refused];
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => vendors.listen(0, "127.0.0.1", resolve));
  file = newPath("plimsoll.db");
  const stores = await openStores(`file:${file}`);
  await stores.installations.remember({ id: SHOP.installationId, installedAt: new Date() });
  await stores.repositories.remember(SHOP);
  const scopes = [{ name: "payments", repositories: [], native: { anthropic: ["w"], openai: ["p"] } }];
  await stores.spendDeclarations.save(SHOP.installationId, { ...NOTHING_DECLARED, scopes }, new Date(0));
  await stores.close();
});

afterAll(() => new Promise((resolve) => vendors.close(resolve)));

/** The environment of a pull from these vendors. */
function environment(report: "ai-credits" | "billing") {
  const url = `http://127.0.0.1:${(vendors.address() as AddressInfo).port}`;
  return {
    ...VARIABLES,
    ...{ GITHUB_API_URL: url, SPEND_ANTHROPIC_URL: url, SPEND_OPENAI_URL: url, SPEND_CURSOR_URL: url },
    SPEND_GITHUB_REPORT: report,
    DATABASE_URL: `file:${file}`,
  };
}

/** Runs a command as a user would (`runCliIn`) or in this process, and returns its exit code. */
async function run(
  report: "ai-credits" | "billing",
  args: readonly string[],
  runIn: typeof runCliIn = runHereIn,
): Promise<number> {
  const { stdout, stderr, status } = await runIn(environment(report), ...args);
  output += stdout + stderr;
  return status;
}

/** Everything that the program left behind: what it printed and logged, and the bytes of the store. */
function traces(): string {
  const files = [file, `${file}-wal`].filter((path) => existsSync(path));
  return [output, ...files.map((path) => readFileSync(path, "latin1"))].join("\n");
}

function expectNoCanary(): void {
  const { GITHUB_API_URL: _, ...keys } = VARIABLES;
  const all = traces();
  const encoded = Buffer.from(`${VARIABLES.SPEND_CURSOR_KEY}:`).toString("base64");
  expect(
    [...Object.values(CANARIES), ...Object.values(keys), encoded].filter((each) => all.includes(each)),
  ).toEqual([]);
}

describe("no person, key, session, model, workspace or project of a vendor", () => {
  it("is stored or printed by a pull of every source, or by what shows it", async () => {
    expect(await run("ai-credits", PULL, runCliIn)).toBe(0);
    expect(await run("billing", PULL)).toBe(0);
    for (const args of [["status"], ["status", "--json"], ["doctor"]]) await run("billing", args);

    for (const source of ["github-ai-credits", "github-billing", "anthropic", "openai", "cursor"])
      expect(output).toMatch(new RegExp(`^${source} +35 days read, 0 restated; (?!0\\.00)\\d`, "m"));
    expectNoCanary();
  });

  it("is asked for", () => {
    const asked = requests.map((url) => decodeURIComponent(url)).join("\n");

    expect(asked).toContain("group_by[]=workspace_id");
    expect(asked).not.toMatch(/actor|user|email|login|api_key|session|model|profile|rbac|seats\b/i);
  });

  it.each([401, 500])("is stored or printed when all vendors answer %i", async (status) => {
    refusal = status;
    expect(await run("ai-credits", PULL, status === 401 ? runCliIn : runHereIn)).toBe(1);
    for (const args of [["status"], ["status", "--json"]]) await run("ai-credits", args);
    refusal = undefined;

    expect(output).toContain(`(${status})`);
    expectNoCanary();
  });

  it("is logged, stored, or shown in /metrics by the server", async () => {
    const lines: string[] = [];
    const log = pino({ level: "trace" }, { write: (line: string) => void lines.push(line) });
    const server = await startPlimsoll({
      env: {
        ...environment("billing"),
        ...{ APP_ID: 1, PRIVATE_KEY: TEST_KEY, WEBHOOK_SECRET: "a secret of more than sixteen letters" },
        ...{ HOST: "127.0.0.1", PORT: 0, LOG_LEVEL: "trace" },
      },
      log,
      // Tomorrow morning: what was tried today is due again.
      clock: () => new Date(Date.now() + 86_400_000),
    });
    await server.readSpend();
    output += await (await fetch(`${server.url}/metrics`)).text();
    output += traces();
    await server.stop();
    output += lines.join("");

    const read = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === "Spend read");
    expect(new Set(read.map(({ source }) => source))).toEqual(
      new Set(["github-billing", "anthropic", "openai", "cursor"]),
    );
    expectNoCanary();
  });
});

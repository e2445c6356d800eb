import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { beforeEach, describe, expect, it } from "vitest";
import { CLI, COMPILED, newPath, runCli } from "../../dev/simulation/processes/cli.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { NOTHING_DECLARED } from "../../src/domain/spend/declared.ts";
import { decimalText } from "../../src/domain/spend/money.ts";
import { openStores, type Stores } from "../../src/storage/stores.ts";
import { runHere } from "../support/command-line.ts";
import { NO_RULES } from "../support/stores.ts";

const HEADER = "day,tool,charge,currency,amount,scope";
const FIRST = ["2026-11-19,claude-code,usage,USD,10.10,", "2026-11-20,claude-code,usage,USD,80.90,payments"];

let store: string;
let folder: string;

beforeEach(() => {
  store = newPath("plimsoll.db");
  folder = dirname(newPath("file"));
});

function file(name: string, ...lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, lines.map((line) => `${line}\n`).join(""));
  return path;
}

const DEFAULTS = { "--source": "minimal", "--format": "csv" };

/** What imports a file. An option is given once, so one of the test's own takes the place of a default. */
function argumentsOf(path: string, ...options: readonly string[]): readonly string[] {
  const rest = Object.entries(DEFAULTS).filter(([name]) => !options.includes(name));
  return ["spend", "import", path, ...rest.flat(), ...options];
}

function run(path: string, ...options: readonly string[]) {
  return runHere(store, ...argumentsOf(path, ...options));
}

async function withStores<Result>(action: (stores: Stores) => Promise<Result>): Promise<Result> {
  const stores = await openStores(`file:${store}`);
  try {
    return await action(stores);
  } finally {
    await stores.close();
  }
}

async function install(stores: Stores): Promise<void> {
  await stores.installations.remember({ id: 1, installedAt: at(1) });
  await stores.repositories.remember(SHOP);
}

const storedFacts = (owner?: number) =>
  withStores(async ({ spend }) => {
    const [source] = await spend.list(owner);
    const facts = await spend.listFacts({
      sources: [source?.id ?? 0],
      from: "2020-01-01",
      until: "2030-01-01",
    });
    return facts.map(({ day, tool, scope, amount }) =>
      [day, tool, scope, decimalText(amount)].filter(Boolean).join(" "),
    );
  });

describe("plimsoll spend import", () => {
  it("makes the store where there is none, and says what was imported", async () => {
    const { status, stdout, stderr } = await runCli(
      store,
      ...argumentsOf(file("bill.csv", HEADER, ...FIRST)),
    );

    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toBe(
      [
        "minimal (csv, estimate): imported 2 days (2026-11-19 to 2026-11-20) from 2 rows.",
        "  tool         charge  currency    sum",
        "  claude-code  usage   USD       91.00",
        "With a scope that the config does not declare, so for the whole organization: 1 row, 80.90 USD.",
        "Days: 2 without money before, 0 as before, 0 restated.",
        "",
      ].join("\n"),
    );
    expect(await storedFacts()).toEqual(["2026-11-19 claude-code 10.10", "2026-11-20 claude-code 80.90"]);
  });

  it("of a dry run stores nothing, and makes no store", async () => {
    const bill = file("bill.csv", HEADER, ...FIRST, "2026-11-20,unheard-of,,USD,1,");
    const { status, stdout } = await run(bill, "--dry-run");

    expect(status).toBe(0);
    expect(stdout).toContain("minimal (csv, estimate): would import 2 days");
    expect(stdout).toContain("Not known as a tool:\n  unheard-of: 1 row, 1.00 USD\n");
    expect(stdout).toContain("This was a dry run: nothing was stored.\n");
    expect(existsSync(store)).toBe(false);
  });

  it("says that there are more unknown tools than it counts", async () => {
    const rows = (count: number) =>
      Array.from({ length: count }, (_, index) => `2026-11-20,unknown ${index},usage,USD,1,`);
    const all = await run(file("all.csv", HEADER, ...rows(1_000)));
    const more = await run(file("more.csv", HEADER, ...rows(1_200)));

    expect(all.stdout).toContain("\n1000 names not known as a tool");
    expect(more.stdout).toContain("\nMore than 1000 names not known as a tool");
  });

  it("replaces the days of a later export, and says which; a dry run says so before", async () => {
    await run(file("bill.csv", HEADER, ...FIRST));
    const later = file("later.csv", HEADER, "2026-11-19,claude-code,usage,USD,20.10,");
    const dry = await run(later, "--dry-run");
    const real = await run(later);

    const said =
      "Days: 0 without money before, 0 as before, 1 restated.\nRestated:\n  2026-11-19: 10.10 to 20.10 USD\n";
    expect(dry.stdout).toContain(said);
    expect(real.stdout).toContain(said);
    expect(await storedFacts()).toEqual(["2026-11-19 claude-code 20.10", "2026-11-20 claude-code 80.90"]);
  });

  it("leaves the days of which a later export is stored, and says which", async () => {
    await run(file("later.csv", HEADER, "2026-11-19,claude-code,usage,USD,20.10,"), "--as-of", "2026-11-22");
    const { stdout } = await run(file("bill.csv", HEADER, ...FIRST), "--as-of", "2026-11-21T08:00:00Z");

    expect(stdout).toContain(
      "Days: 1 without money before, 0 as before, 0 restated, 1 left, since a later reading is stored.\nLeft:\n  2026-11-19\n",
    );
    expect(await storedFacts()).toEqual(["2026-11-19 claude-code 20.10", "2026-11-20 claude-code 80.90"]);
  });

  it("belongs to the only organization, with its scopes and its own tools", async () => {
    await withStores(async (stores) => {
      await install(stores);
      const scopes = [{ name: "payments", repositories: ["shop"], native: {} }];
      await stores.spendDeclarations.save(1, { ...NOTHING_DECLARED, scopes }, at(2));
      const agents = [{ id: "acme-bot", name: "Acme Bot", vendor: "acme", source: "config" }];
      await stores.rules.save(SHOP.id, { ...NO_RULES, agents });
    });
    const bill = file("bill.csv", HEADER, ...FIRST, "2026-11-20,acme-bot,,USD,1,");
    const { stdout } = await run(bill, "--owner", SHOP.owner);

    expect(stdout).not.toContain("scope that the config");
    expect(await storedFacts(1)).toEqual([
      "2026-11-19 claude-code 10.10",
      "2026-11-20 acme-bot 1.00",
      "2026-11-20 claude-code payments 80.90",
    ]);
  });

  it("reads standard input, while a server may hold the store", async () => {
    const stores = await openStores(`file:${store}`);
    const child = spawn(
      process.execPath,
      [CLI, "spend", "import", "-", "--source", "ccusage", "--format", "ccusage"],
      { env: { ...COMPILED, DATABASE_URL: `file:${store}` }, stdio: ["pipe", "pipe", "pipe"] },
    );
    child.stdin.end(JSON.stringify({ daily: [{ date: "2026-11-20", totalCost: 17.58 }] }));
    const [stdout, [status]] = await Promise.all([text(child.stdout), once(child, "close")]);

    expect(status).toBe(0);
    expect(stdout).toContain(
      "ccusage (ccusage, estimate): imported 1 day (2026-11-20 to 2026-11-20) from 1 row.",
    );
    expect(await stores.spend.list(undefined)).toMatchObject([{ name: "ccusage", basis: "estimate" }]);
    await stores.close();
  });

  it("imports a bill in FOCUS, and says by product and reason what became of its rows", async () => {
    const path = join(folder, "focus.csv");
    copyFileSync("test/fixtures/focus-1.3.csv", path);
    const args = ["spend", "import", path, "--source", "aws", "--format", "focus", "--dry-run"];
    const { stdout } = await runHere(store, ...args);

    expect(stdout).toMatchSnapshot();
  });

  it("ends with 1 and one line that names the file and the place, and stores nothing of it", async () => {
    await run(file("bill.csv", HEADER, ...FIRST));
    const before = await storedFacts();
    const wrong = file(
      "wrong.csv",
      HEADER,
      "2026-11-19,claude-code,usage,USD,5,",
      "2026-11-20,cursor,usage,USD,5$,",
    );
    const { status, stdout, stderr } = await run(wrong);

    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toBe(
      `plimsoll: ${wrong}: line 3, column amount: "5$" is not an amount: write it as 1234.56, under a million millions, without a currency\n`,
    );
    expect(await storedFacts()).toEqual(before);
  });

  it("makes no store for a file that is wrong", async () => {
    const path = join(folder, "bill.csv.gz");
    writeFileSync(path, gzipSync("day,tool\n"));
    const { status, stderr } = await run(path);

    expect(status).toBe(1);
    expect(stderr).toContain("it is compressed with gzip: decompress it first");
    expect(existsSync(store)).toBe(false);
  });

  it.each([
    [["--format", "xlsx"], "--format xlsx is unknown: give focus, csv, ccusage"],
    [["--tool", "claude-coed"], "--tool claude-coed is no known tool: did you mean claude-code?"],
    [
      ["--tool", "ann@acme.example"],
      "--tool (not shown) is no known tool: docs/attribution.md lists the ids",
    ],
    [["--as-of", "yesterday"], "--as-of yesterday is not a time: give one such as 2026-11-21"],
    [["--as-of", "2026-02-30"], "--as-of 2026-02-30 is not a time"],
    [["--as-of", "2026-11-21T08:00"], "--as-of 2026-11-21T08:00 is not a time"],
    [["--as-of", "2199-01-01"], "--as-of 2199-01-01 is in the future: give the time of the export"],
    [["--as-of", "2019-01-01"], "--as-of 2019-01-01 is before 2020-01-01"],
    [["--source", "bill\u001b[31m"], "the name in --source has characters that cannot be printed"],
    [["--source", "x".repeat(61)], "the name in --source has more than 60 characters"],
    [["--source", " "], "the name in --source is empty: give one such as aws-bill"],
    [["--source", "ann@acme.example"], "the name in --source has an @, and a source is no person"],
  ])("ends with 2 where it is called with %j", async (options, message) => {
    const bill = file("bill.csv", HEADER, ...FIRST);
    const { status, stdout, stderr } = await runHere(store, ...argumentsOf(bill, ...options));

    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(`plimsoll: ${message}`);
    expect(stderr.trimEnd()).not.toContain("\n");
    expect(existsSync(store)).toBe(false);
  });

  it("ends with 1 for a file that is not there and a folder, and with 2 for a source of another kind", async () => {
    const bill = file("bill.csv", HEADER, ...FIRST);
    mkdirSync(join(folder, "bills"));
    await run(bill);
    const missing = await run(join(folder, "none.csv"));
    const directory = await run(join(folder, "bills"));
    const other = await run(bill, "--format", "focus");

    expect([missing.status, directory.status, other.status]).toEqual([1, 1, 2]);
    expect(missing.stderr).toContain(
      "none.csv does not exist: give the path of a file, or - for standard input",
    );
    expect(directory.stderr).toContain("bills is a folder: give one file, or pipe several into -");
    expect(other.stderr).toBe(
      "plimsoll: the source minimal is of the kind csv: give --source another name\n",
    );
  });

  it("names the organization where there are several", async () => {
    await withStores(async (stores) => {
      await install(stores);
      await stores.installations.remember({ id: 2, installedAt: at(1) });
    });
    const { status, stderr } = await run(file("bill.csv", HEADER, ...FIRST));

    expect(status).toBe(2);
    expect(stderr).toBe("plimsoll: the store has several organizations: name one with --owner\n");
  });
});

describe("in an import is no person", () => {
  const CANARIES = ["canary-mail@acme.example", "canary-login canary-key-name canary-session-id"];

  /** A file with a canary in every column in which an export can have one. */
  const FILES: readonly (readonly [format: string, content: string])[] = CANARIES.flatMap((canary) => [
    ["focus", focusWith(canary)] as const,
    [
      "ccusage",
      JSON.stringify({
        projects: { [canary]: [{ date: "2026-11-20", totalCost: 1, user: canary, sessionId: canary }] },
        [canary]: 1,
      }),
    ] as const,
    [
      "csv",
      `day,tool,currency,amount,scope\n2026-11-20,cursor,USD,1,${canary.replace("@", "-at-")}\n`,
    ] as const,
    ["csv", `day,tool,currency,amount,${canary}\n2026-11-20,cursor,USD,1,${canary}\n`] as const,
    ["csv", `day,tool,currency,amount,user\n2026-11-20,cursor,USD,1,${canary}\n`] as const,
  ]);

  /** The bill with a canary in each column that is not read, and one more column of people as in FOCUS 1.5. */
  function focusWith(canary: string): string {
    const [header = ""] = readFileSync("test/fixtures/focus-1.3.csv", "utf8").split("\n");
    const columns = header.replaceAll('"', "").split(",");
    const read = /Period|Category|Class|EffectiveCost|Currency|ServiceName|Provider|Publisher/;
    const row = columns.map((name) => (read.test(name) ? contentOf(name) : canary));
    return `${columns.join(",")},PrincipalId\n${row.join(",")},${canary}\n`;
  }

  function contentOf(column: string): string {
    const values: Readonly<Record<string, string>> = {
      ChargePeriodStart: "2026-11-20T00:00:00Z",
      ChargePeriodEnd: "2026-11-21T00:00:00Z",
      ChargeCategory: "Usage",
      EffectiveCost: "1",
      BillingCurrency: "USD",
      ServiceName: "Cursor",
      ServiceCategory: "Developer Tools",
    };
    return values[column] ?? "";
  }

  it("not in the store, its log, or any output", async () => {
    const kept = await openStores(`file:${store}`);
    const said: string[] = [];
    for (const [index, [format, content]] of FILES.entries()) {
      const path = file(`file-${index}`, content);
      for (const more of [["--dry-run"], []]) {
        const args = ["spend", "import", path, "--source", `${format}-${index}`, "--format", format, ...more];
        const { stdout, stderr, status } = await runHere(store, ...args);
        said.push(stdout, stderr, `${format} ended with ${status}`);
      }
    }
    const files = ["", "-wal", "-shm", ".lock"].map((end) => `${store}${end}`).filter(existsSync);
    const everything = [...said, ...files.map((path) => readFileSync(path, "latin1"))].join("\n");

    expect(files.length).toBeGreaterThan(2);
    expect(everything).toContain("focus ended with 0");
    expect(everything).toContain("ccusage ended with 0");
    expect(everything).toContain("csv ended with 0");
    expect(everything).toContain("cursor");
    // The name of a column that is refused is said, unless it is an address; no content of a cell ever is.
    const cells = everything.replaceAll(/the column "canary-[\w -]+…?"/g, "");
    expect(cells).not.toContain("canary");
    await kept.close();
  });
});

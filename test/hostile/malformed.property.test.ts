import SqliteDatabase from "better-sqlite3";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { newPath } from "../../dev/simulation/processes/cli.ts";
import { end, type ServerProcess, startServerProcess } from "../../dev/simulation/processes/process.ts";
import { TEST_KEY } from "../../dev/simulation/world/key.ts";
import { runs } from "../support/limits.ts";
import { drawn, KINDS, statusesOf } from "./malformed.ts";

const SECRET = "a secret of more than sixteen letters";
/** How often each of the 64 kinds is sent. */
const ROUNDS = runs(10);

const file = newPath("plimsoll.db");
let server: ServerProcess;

beforeAll(async () => {
  server = await startServerProcess({
    ...{ APP_ID: "1", PRIVATE_KEY: TEST_KEY, WEBHOOK_SECRET: SECRET, GITHUB_API_URL: "http://127.0.0.1:1" },
    DATABASE_URL: `file:${file}`,
  });
});

afterAll(() => end(server, "SIGKILL"));

function stored(): number {
  const database = new SqliteDatabase(file, { readonly: true });
  const count = database.prepare("select count(*) from deliveries").pluck().get();
  database.close();
  return Number(count);
}

it("H9: malformed requests of 64 kinds end no server, are not taken unsigned, and store nothing", async ({
  annotate,
}) => {
  const answers = new Map<string, number>();
  const requests = fc.tuple(...KINDS.map(() => drawn));
  await fc.assert(
    fc.asyncProperty(fc.noShrink(requests), async (all) => {
      const found = await Promise.all(
        KINDS.map(async (kind, at) => ({
          kind,
          statuses: await statusesOf(server.url, kind.request(all[at] ?? (all[0] as never), SECRET)),
        })),
      );
      for (const { statuses } of found)
        for (const each of statuses.length === 0 ? ["none"] : statuses)
          answers.set(String(each), (answers.get(String(each)) ?? 0) + 1);
      const taken = found.filter(({ kind, statuses }) => !kind.isSigned && statuses.includes(202));

      expect(taken.map(({ kind }) => kind.name)).toEqual([]);
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
      expect(stored()).toBe(0);
    }),
    { numRuns: ROUNDS, endOnFailure: true },
  );

  await annotate(JSON.stringify({ tried: ROUNDS * KINDS.length, ...Object.fromEntries(answers) }));
  expect(KINDS).toHaveLength(64);
  expect(server.child.exitCode).toBeNull();
  // Most are read to their end and refused for what they are.
  expect(answers.get("401") ?? 0).toBeGreaterThan(ROUNDS * 5);
  expect(answers.get("500")).toBeUndefined();
});

import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import nock from "nock";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type PlacedPast, serveOrganizationPast } from "../../dev/simulation/past/organization-past.ts";
import { API } from "../../dev/simulation/world/world.ts";
import { type GitHubServer, startGitHub } from "../report/github-server.ts";
import { type ServedIssue, serveIssues, VIEWER } from "../report/issues.ts";
import { threeRepositories } from "../report/organization.ts";
import { ACTION, checkOut, commandsIn, type Job, runSteps } from "./runner.ts";

const TOKEN = "ghs_the_right_one";
const { steps } = ACTION.runs;
const isInstall = ({ name }: { readonly name?: string }) => name === "Install";
/** A workflow whose readers may know of all repositories. */
const PRIVATE = { place: "acme/lib" };
const UPLOAD = "actions/upload-artifact@";

let github: GitHubServer;
let folder: string;

beforeAll(async () => {
  nock.disableNetConnect();
  github = await startGitHub({ token: TOKEN, takesWrites: true });
  folder = checkOut();
  const { status, log } = await runSteps(steps.filter(isInstall), jobOf());
  expect([status, commandsIn(log)]).toEqual([0, []]);
});
afterEach(() => nock.cleanAll());
afterAll(async () => {
  github.close();
  // Vitest removes the folder of all tests at once, and can do nothing else while it removes so many files.
  await rm(folder, { recursive: true, force: true });
});

/** A job of a workflow in the public repository, or in another one. */
function jobOf(
  inputs: Readonly<Record<string, string>> = {},
  { token = TOKEN, place = "acme/shop" } = {},
): Job {
  const variables = { GITHUB_API_URL: github.url, GITHUB_REPOSITORY: place };
  return { folder, token, inputs, variables };
}

/** Runs all steps but the installation, which is done. */
function run(...job: Parameters<typeof jobOf>) {
  return runSteps(
    steps.filter((step) => !isInstall(step)),
    jobOf(...job),
  );
}

function serve(more: readonly PlacedPast[] = []): void {
  serveOrganizationPast([...threeRepositories(1), ...more], { viewerId: VIEWER.id });
}

describe("the installation of the action", () => {
  it("runs no script and builds nothing, and brings the binary of the database for each platform", () => {
    expect(existsSync(join(folder, "lib"))).toBe(false);
    expect(existsSync(join(folder, "node_modules/vitest"))).toBe(false);
    expect(globSync("node_modules/better-sqlite3/prebuilds/*.node", { cwd: folder }).length).toBeGreaterThan(
      5,
    );
  });
});

describe("the action with its usual inputs", () => {
  let ran: Awaited<ReturnType<typeof run>>;
  const files = () => {
    const { folder: report = "" } = ran.outputs;
    const names = globSync("**/*.*", { cwd: report });
    return new Map(names.map((name) => [name, readFileSync(join(report, name), "utf8")]));
  };

  beforeAll(async () => {
    serve();
    ran = await run();
  });

  it("writes the summary, the outputs, and the report of the workflow's repository", () => {
    const { status, log, summary, outputs, used } = ran;
    const { folder: report = "", "json-path": json = "", ...others } = outputs;
    const digest = JSON.parse(readFileSync(json, "utf8"));

    expect([status, commandsIn(log)]).toEqual([0, []]);
    expect(digest.scope).toBe("acme/shop");
    expect(others).toEqual({
      headline: expect.stringMatching(/^\d+ normalized deployments? in \d{4}-W\d\d[^\n*]*$/),
      week: digest.week,
      state: digest.state,
    });
    expect(summary.split("\n")[0]).toBe(`## Plimsoll · \`acme/shop\` · ${digest.week}`);
    expect(summary).toContain(`### ${outputs.headline?.split(",", 1)}\n`);
    expect(summary).toContain("```mermaid\n");
    expect([...files().keys()]).toEqual(expect.arrayContaining(["digest.json", "digest.md", "index.html"]));
    expect(used.at(-1)).toMatchObject({
      uses: expect.stringContaining(UPLOAD),
      with: { name: "plimsoll-report", path: report },
    });
  });

  it("writes nothing to GitHub", () => {
    expect(github.asked.length).toBeGreaterThan(10);
    expect(github.asked.filter((each) => !each.startsWith("GET ") && each !== "POST /graphql")).toEqual([]);
  });

  it("prints its token nowhere", () => {
    const texts = [ran.log, ran.summary, JSON.stringify(ran.outputs), ...files().values()];

    expect(texts.length).toBeGreaterThan(5);
    expect(texts.filter((text) => text.includes(TOKEN))).toEqual([]);
  });
});

describe("the action", () => {
  it("publishes an issue, and edits the same one the next time", async () => {
    serve();
    const issues: ServedIssue[] = [];
    const written = serveIssues(issues);
    const runs = [await run({ publish: "issue" }), await run({ publish: "issue" })];

    expect(runs.map(({ status, log }) => [status, commandsIn(log)])).toEqual([
      [0, ["::notice title=Plimsoll::acme/shop#1: published"]],
      [0, ["::notice title=Plimsoll::acme/shop#1: edited"]],
    ]);
    expect(written.filter((each) => each.startsWith("POST"))).toEqual(["POST /labels", "POST /issues"]);
    expect(issues).toHaveLength(1);
  });

  it("reads some repositories, or all of an owner, and writes where it is told", async () => {
    serve();
    const two = await run({ repositories: "shop,\nacme/api", out: "out/report", artifact: "" }, PRIVATE);
    const all = await run({ owner: "acme", weeks: "30" }, PRIVATE);

    expect([two.status, all.status]).toEqual([0, 0]);
    expect(two.outputs.folder).toBe(join(two.workspace, "out/report"));
    expect(two.used.filter(({ uses }) => uses.startsWith(UPLOAD))).toEqual([]);
    expect(readdirSync(join(two.workspace, "out/report/repositories"))).toEqual(["api.html", "shop.html"]);
    expect(readdirSync(join(all.outputs.folder ?? "", "repositories"))).toEqual([
      "api.html",
      "lib.html",
      "shop.html",
    ]);
  });

  it.each([
    [{}, "ghs_wrong", "GitHub does not accept the token of the Action: it is wrong, or has expired"],
    [{ weeks: "1" }, TOKEN, "weeks 1: write a number from 2 to 104"],
    [
      { repositories: "shop lib api" },
      TOKEN,
      "acme/shop is public, and not all of its readers may know of acme/lib and 1 more: make the report in a private repository, or of fewer repositories",
    ],
  ])("ends with one annotation, and uploads nothing: %j %j", async (inputs, token, message) => {
    serve();
    const { status, log, summary, outputs, used } = await run(inputs, { token });

    expect([status, log, summary]).toEqual([1, `::error title=Plimsoll::${message}\n`, ""]);
    expect(new Set(Object.values(outputs))).toEqual(new Set([""]));
    expect(used.filter(({ uses }) => uses.startsWith(UPLOAD))).toEqual([]);
  });

  it("says in one annotation that the token may not write issues", async () => {
    nock(API).persist().get("/repos/acme/shop/issues").query(true).reply(200, []);
    nock(API).post("/repos/acme/shop/labels").reply(403, { message: "Resource not accessible" });
    serve();
    const { status, log } = await run({ publish: "issue" });

    expect([status, log]).toEqual([
      1,
      "::error title=Plimsoll::GitHub refused the issue (403): the token needs Issues: write, and the repository its Issues\n",
    ]);
  });

  it("runs nothing of its inputs", async () => {
    serve();
    const evil = `"; touch pwned; $(touch pwned) \`touch pwned\` $\{{ github.token }}`;
    const { status, log, workspace } = await run(
      Object.fromEntries(Object.keys(ACTION.inputs).map((name) => [name, name === "token" ? TOKEN : evil])),
    );

    expect([status, commandsIn(log).length]).toEqual([1, 1]);
    expect(readdirSync(workspace)).toEqual([]);
    expect(existsSync(join(folder, "pwned"))).toBe(false);
    expect(log).not.toContain(TOKEN);
  });

  it("lets no answer of GitHub's be a command", async () => {
    nock(API)
      .persist()
      .get("/repos/acme/api/deployments")
      .query(true)
      .reply(404, { message: "Not\n::warning::for\r##[error]you" });
    serve();
    const { status, log, summary } = await run({ owner: "acme" }, PRIVATE);
    const commands = commandsIn(log);

    expect([status, commands.length]).toEqual([0, 1]);
    expect(commands[0]).toMatch(
      /^::warning title=Plimsoll::acme\/api is left out: not read are deployments: /,
    );
    expect(summary).toContain("> **Incomplete:** `acme/api` is left out.");
    expect(commandsIn(summary)).toEqual([]);
  });
});

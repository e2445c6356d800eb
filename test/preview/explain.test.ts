import { describe, expect, it } from "vitest";
import { busyPast } from "../../dev/simulation/clone/busy-past.ts";
import { Past } from "../../dev/simulation/clone/past.ts";
import type { WeekReceipts } from "../../src/domain/receipts/week-receipts.ts";
import { explainClones } from "../../src/preview/preview.ts";
import { renderOrganizationReceipts } from "../../src/render/organization-receipts.ts";
import { renderWeekReceipts } from "../../src/render/week-receipts.ts";
import { recount } from "../commands/recount.ts";

const NOW = new Date("2027-01-01T00:00:00Z");
const CLAUDE = "\n\nCo-authored-by: Claude <noreply@anthropic.com>";

async function explain(paths: readonly string[], rest: { ship?: "merges"; until?: Date } = {}) {
  const request = { ship: "auto", weeks: 4, until: undefined, now: NOW } as const;
  const { preview, receipts } = await explainClones({ paths, ...request, ...rest });
  const whole = "repositories" in receipts ? receipts : undefined;
  const all: readonly WeekReceipts[] = "repositories" in receipts ? receipts.repositories : [receipts];
  return { preview, receipts: all, whole };
}

function cloned(name: string): Past {
  return new Past({ remotes: { origin: `https://github.com/acme/${name}.git` } });
}

/** A week with a change of each kind, released at its end, a declared and an undeclared one on one day. */
function eventful(name = "shop", first?: string): Past {
  const past = cloned(name);
  past.commit("feat: before (#1)", first === undefined ? {} : { by: first });
  past.tag("v1.0.0");
  past.commit(`feat: declared (#2)${CLAUDE}`, { contents: { "src/a.ts": "1\n2\n3\n" } });
  past.commit("feat: other (#3)", { files: ["src/b.ts"] });
  past.commit("docs: it (#4)", { files: ["README.md"] });
  past.commit("bump (#5)", { by: "dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>" });
  past.commit("feat: wrong (#6)", { files: ["src/c.ts"] });
  past.git(["revert", "--no-edit", "HEAD"]);
  past.wait(1);
  past.commit("feat: pushed", { files: ["src/d.ts"], by: "Bo Example <bo@mail.example>" });
  past.tag("v1.1.0");
  past.wait(8);
  past.commit("feat: later (#7)");
  return past;
}

describe("the receipts of a preview", () => {
  it.each(["releases", "merges"] as const)("are enough to count its numbers anew, by %s", async (ship) => {
    const { path } = ship === "merges" ? busyPast(6) : eventful();
    const { preview, receipts } = await explain([path], ship === "merges" ? { ship } : {});
    const [only] = receipts;
    const { deployments, changes, normalizedDeployments } = recount(JSON.stringify(only));

    expect(preview.digest).toMatchObject({ deployments, changes, normalizedDeployments });
    expect(changes.net).toBeGreaterThan(1);
    expect(only).toMatchObject({ scope: preview.digest.scope, week: preview.digest.week });
  });

  it("give each change with its outcome, the rule, and the facts that decided", async () => {
    const { receipts } = await explain([eventful().path]);
    const found = receipts[0]?.changes.map(({ id, outcome }) => [id.replace(/@.*/, "@"), outcome]);

    expect(found).toEqual([
      ["acme/shop#1", "outside"],
      ["acme/shop#2", "net"],
      ["acme/shop#3", "net"],
      ["acme/shop#4", "ineffective"],
      ["acme/shop#5", "automation"],
      ["acme/shop#6", "withdrawn"],
      ["acme/shop@", "rework"],
      ["acme/shop@", "net"],
    ]);
    expect(receipts[0]?.changes[1]).toMatchObject({
      attribution: { attribution: "declared", tools: ["claude-code"], declaredCommits: 1, totalCommits: 1 },
      commits: [{ evidence: [{ kind: "trailer", tool: "claude-code" }] }],
      arrival: { environment: "v1.1.0" },
      lines: 3,
      isApproved: null,
      pair: "2026-06-01/1",
    });
  });

  it("name versions by their tags, and do not tell who approved what", async () => {
    const { receipts } = await explain([eventful().path]);
    const text = receipts.map((each) => renderWeekReceipts(each, { isClone: true })).join("");

    expect(text).toMatch(
      /\| #2 \| .* \| declared, 1 of 1 commit: Claude Code \| 3 \| unknown \| 24 h later, `v1\.1\.0` \|/,
    );
    expect(text).toMatch(/\| `[0-9a-f]{7}` \| .* \| 1 \| a push \| 1 min later, `v1\.1\.0`/);
    expect(JSON.stringify(receipts)).not.toMatch(/@mail|Example/);
  });

  it("are those of each repository, in the order of names and by the same days", async () => {
    const [shop, api] = [eventful(), eventful("api")];
    api.commit("feat: only here (#8)");
    const { preview, receipts } = await explain([shop.path, api.path]);
    const [alone] = (await explain([shop.path], { until: new Date(preview.source.asOf) })).receipts;

    expect(receipts.map(({ scope, week }) => [scope, week])).toEqual([
      ["acme/api", "2026-W23"],
      ["acme/shop", "2026-W23"],
    ]);
    expect(receipts[1]).toEqual(alone);
  });

  it("add up to the organization's numbers, with one pair for a person's day in all of them", async () => {
    // Who comes first has the first pair of the day, and Bo has another address there.
    const api = eventful("api", "Bo Example <bo@home.example>");
    const [shop, web, out] = [eventful(), cloned("web"), eventful("out")];
    web.commit("feat: only merged (#1)");
    out.commit("chore: opt out", {
      contents: { ".github/plimsoll.yml": "digest: { enabled: false }\n" },
    });
    const { preview, receipts, whole } = await explain([shop.path, api.path, web.path, out.path]);
    const rows = {
      ship: whole?.ship,
      deployments: receipts.flatMap((each) => each.deployments),
      changes: receipts.flatMap((each) => each.changes),
    };
    const { deployments, changes, normalizedDeployments } = recount(JSON.stringify(rows));

    expect(receipts.map(({ scope }) => scope)).toEqual(["acme/api", "acme/shop"]);
    expect(whole).toMatchObject({ scope: "acme", leftOut: ["acme/out", "acme/web"] });
    expect(preview.digest).toMatchObject({ deployments, changes, normalizedDeployments });
    expect(whole?.numbers).toMatchObject({ deployments, changes });
    expect(normalizedDeployments.total).toBeLessThan(
      receipts.reduce((sum, { numbers }) => sum + numbers.normalizedDeployments.total, 0),
    );
    if (whole !== undefined)
      expect(renderOrganizationReceipts(whole, { isClone: true })).toMatch(
        /^# Receipts of `acme`, 2026-W23\n\n\*\*\d+ norm[\s\S]+\nLeft out: `acme\/out`, `acme\/web`\.\n\n# Receipts of `acme\/api`/,
      );
  });
});

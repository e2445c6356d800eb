import { describe, expect, it } from "vitest";
import { Past } from "../../dev/simulation/clone/past.ts";
import { measureClone, withLines } from "../../src/preview/measure-clone.ts";
import { contentOf, readWholeClone } from "../support/read-clone.ts";

const BO = "Bo Example <bo@mail.example>";

/** What became of each pull request, once all of it was released; pushes are told apart by their subjects. */
async function outcomesOf(past: Past): Promise<Record<string, string>> {
  const subjectOf = (id: string) => (id.startsWith("#") ? id : past.git(["show", "-s", "--format=%s", id]));
  return Object.fromEntries(
    (await released(past)).map(({ change: { id }, outcome }) => [subjectOf(id), outcome]),
  );
}

/** The changes since the first version, once a last one releases them. */
async function released(past: Past) {
  past.wait(1);
  past.tag("v9.0.0");
  const clone = await readWholeClone(past.path, { weeks: 4, now: past.now });
  const measured = measureClone(clone, "releases");
  const { changes } = await withLines(contentOf(clone), { measured, isWanted: () => true });
  return changes.filter(({ outcome }) => outcome !== "outside");
}

/** A first version, and a day later a branch of which a pull request will be made. */
function branching(name = "work"): Past {
  const past = new Past();
  past.commit("feat: before", { files: ["src/main.ts"] });
  past.tag("v1.0.0");
  past.wait(1);
  past.git(["checkout", "--quiet", "-b", name]);
  return past;
}

/** Merges a branch into main as pull request `number`, in whichever way git is told. */
function land(past: Past, number: number, branch: string, how: readonly string[] = []): void {
  past.git(["checkout", "--quiet", "main"]);
  const message = `Merge pull request #${number} from acme/${branch}`;
  past.git(["merge", "--quiet", "--no-ff", ...how, "--message", message, branch]);
  past.wait(0.1);
}

describe("a pull request in a clone", () => {
  it("comes to nothing where its merge kept what the branch had", async () => {
    const past = branching();
    past.commit("feat: a", { files: ["src/a.ts"] });
    land(past, 1, "work", ["--strategy", "ours"]);

    expect(await outcomesOf(past)).toEqual({ "#1": "ineffective" });
  });

  it("comes to nothing where it took its work out again, and only documentation is left", async () => {
    const past = branching();
    past.commit("feat: a", { files: ["src/a.ts"] });
    past.git(["rm", "--quiet", "src/a.ts"]);
    past.commit("docs: instead", { files: ["docs/a.md"] });
    land(past, 1, "work");

    expect(await outcomesOf(past)).toEqual({ "#1": "ineffective" });
  });

  it("comes to nothing where the same branch was squashed before", async () => {
    const past = branching();
    past.commit("feat: a", { files: ["src/a.ts"] });
    past.commit("feat: b", { files: ["src/b.ts"] });
    past.git(["checkout", "--quiet", "main"]);
    past.git(["merge", "--quiet", "--squash", "work"]);
    past.git(["commit", "--quiet", "--message", "feat: a and b (#1)"]);
    past.wait(1);
    land(past, 2, "work");

    expect(await outcomesOf(past)).toEqual({ "#1": "net", "#2": "ineffective" });
  });

  it("counts for what was written in its merge", async () => {
    const past = branching();
    past.commit("docs: a", { files: ["docs/a.md"] });
    past.git(["checkout", "--quiet", "main"]);
    past.git(["merge", "--quiet", "--no-ff", "--no-commit", "work"]);
    past.commit("Merge pull request #1 from acme/work", { files: ["src/a.ts"] });

    expect(await outcomesOf(past)).toEqual({ "#1": "net" });
  });

  it("has the lines that its merge changed, not those of its commits", async () => {
    const past = branching();
    const lines = (count: number) => "line\n".repeat(count);
    past.commit("feat: a", { contents: { "src/a.ts": lines(400) } });
    past.commit("feat: shorter", { contents: { "src/a.ts": lines(5) } });
    land(past, 1, "work");

    expect((await released(past)).map(({ change }) => change.lines)).toEqual([5]);
  });

  it("takes others back with nothing but merges", async () => {
    const past = branching("stale");
    past.git(["checkout", "--quiet", "main"]);
    past.merge(1, ["feat: one"]);
    past.tag("v1.1.0");
    past.git(["checkout", "--quiet", "stale"]);
    past.git(["merge", "--quiet", "--no-ff", "--strategy", "ours", "--message", "Merge main", "main"]);
    land(past, 2, "stale");

    expect(await outcomesOf(past)).toEqual({ "#1": "undone", "#2": "rework" });
  });

  it("takes nothing back where its merge kept what the branch had", async () => {
    const past = branching();
    past.git(["checkout", "--quiet", "main"]);
    past.merge(1, ["feat: one"]);
    past.tag("v1.1.0");
    past.git(["checkout", "--quiet", "-b", "back"]);
    past.git(["revert", "--no-edit", "--mainline", "1", "HEAD"]);
    land(past, 2, "back", ["--strategy", "ours"]);

    expect(await outcomesOf(past)).toMatchObject({ "#1": "net" });
  });

  it("is repeated by nobody where it came to nothing: who brings it later, counts", async () => {
    const past = branching();
    past.commit("feat: a", { files: ["src/a.ts"] });
    const picked = past.head;
    land(past, 1, "work", ["--strategy", "ours"]);
    past.git(["checkout", "--quiet", "-b", "again"]);
    past.git(["cherry-pick", "-x", picked], { by: BO });
    land(past, 2, "again");

    expect(await outcomesOf(past)).toEqual({ "#1": "ineffective", "#2": "net" });
  });

  it("is one change though its number stands on two lines", async () => {
    const past = branching("1.x");
    past.commit("fix: a leak (#1)", { files: ["src/a.ts"] });
    const fix = past.head;
    past.tag("v1.0.1");
    past.git(["checkout", "--quiet", "main"]);
    past.commit("feat: other (#2)", { files: ["src/b.ts"] });
    past.git(["cherry-pick", fix]);

    const changes = await released(past);
    expect(changes.map(({ change: { id }, outcome }) => [id, outcome])).toEqual([
      ["#2", "net"],
      ["#1", "net"],
    ]);
  });

  it.each([
    ["with work of its own under the number of another one", "src/z.ts", "net"],
    ["that has only the documentation of the other one", "docs/a.md", "ineffective"],
  ])("is no copy %s", async (_, file, outcome) => {
    const past = branching("1.x");
    past.commit("fix: z (#1)", { files: [file], by: BO });
    past.tag("v1.0.1");
    past.git(["checkout", "--quiet", "main"]);
    past.wait(1);
    past.commit("feat: a (#1)", { files: ["src/a.ts", "docs/a.md"] });

    expect(await outcomesOf(past)).toEqual({ "#1": "net", "fix: z (#1)": outcome });
  });

  it.each([
    ["by its commit", "This reverts commit MERGE.", "src/f.ts", "undone"],
    ["by its number", "Reverts #2", "src/f.ts", "undone"],
    ["where only the inner one counts", "Reverts #2", "docs/f.md", "ineffective"],
  ])("goes back with the one that it was merged into, reverted %s", async (_, claim, file, outer) => {
    const past = branching("outer");
    past.git(["checkout", "--quiet", "-b", "inner"]);
    past.commit("feat: g", { files: ["src/g.ts"], by: BO });
    past.git(["checkout", "--quiet", "outer"]);
    past.git(["merge", "--quiet", "--no-ff", "--message", "Merge pull request #1 from acme/inner", "inner"]);
    past.wait(0.1);
    past.commit("feat: f", { files: [file] });
    land(past, 2, "outer");
    const merge = past.head;
    past.tag("v1.1.0");
    past.commit("feat: k (#3)", { files: ["src/k.ts"] });
    past.git(["revert", "--no-commit", "--mainline", "1", merge]);
    past.wait(0.1);
    past.git(["commit", "--quiet", "--message", `Back out (#4)\n\n${claim.replace("MERGE", merge)}`], {
      by: BO,
    });

    expect(await outcomesOf(past)).toEqual({ "#1": "undone", "#2": outer, "#3": "net", "#4": "rework" });
  });

  it("takes back what its subject quotes, under the number of another one on another line", async () => {
    const past = branching("1.x");
    past.commit("feat: a (#1)", { files: ["src/a.ts"] });
    past.tag("v1.0.1");
    past.git(["revert", "--no-commit", "HEAD"]);
    past.wait(0.1);
    past.commit('Revert "feat: a" (#2)', { files: [], by: BO });
    past.tag("v1.0.2");
    past.git(["checkout", "--quiet", "main"]);
    past.commit("feat: b (#2)", { files: ["src/b.ts"] });

    expect(await outcomesOf(past)).toEqual({
      ...{ "#1": "undone", "#2": "net" },
      'Revert "feat: a" (#2)': "rework",
    });
  });

  it("is one change though main was rewritten, and an old version keeps the line from before", async () => {
    const past = branching("unused");
    past.git(["checkout", "--quiet", "main"]);
    past.merge(1, ["feat: one"]);
    past.commit("feat: two (#2)", { files: ["src/b.ts"] });
    past.tag("v1.1.0");
    past.git(["reset", "--quiet", "--hard", "v1.0.0"]);
    past.commit("chore: license", { files: ["LICENSE"] });
    past.git(["cherry-pick", "--mainline", "1", "v1.1.0~1"]);
    past.git(["cherry-pick", "v1.1.0"]);
    past.commit("feat: three (#3)", { files: ["src/c.ts"] });

    expect(await outcomesOf(past)).toEqual({
      ...{ "#1": "net", "#2": "net", "#3": "net" },
      "chore: license": "ineffective",
    });
  });
});

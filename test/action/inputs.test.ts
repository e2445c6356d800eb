import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readInputs } from "../../src/commands/action/inputs.ts";
import { annotation, outputLines } from "../../src/commands/action/workflow.ts";
import { ACTION, commandsIn, readOutputs } from "./runner.ts";

const USUAL = { GITHUB_REPOSITORY: "acme/shop", INPUT_TOKEN: "t", INPUT_WEEKS: "26", INPUT_PUBLISH: "none" };
const read = (given: Readonly<Record<string, string>> = {}) => readInputs({ ...USUAL, ...given });

describe("the inputs of the action", () => {
  it.each([
    [{}, ["shop"]],
    [{ INPUT_OWNER: "acme" }, "all"],
    [{ INPUT_REPOSITORIES: "api,lib" }, ["api", "lib"]],
    [{ INPUT_REPOSITORIES: " api\n  acme/lib , shop\n" }, ["api", "lib", "shop"]],
  ])("%j are the repositories %j of the owner", (given, names) => {
    expect(read(given).request.scope).toEqual({ owner: "acme", names });
  });

  it("name another owner, a week, and a folder", () => {
    const { request, folder } = read({
      INPUT_OWNER: "octo",
      INPUT_REPOSITORIES: "cat",
      INPUT_WEEK: "2026-W47",
      INPUT_PUBLISH: "issue",
      INPUT_OUT: "out",
    });

    expect(request).toEqual({
      scope: { owner: "octo", names: ["cat"] },
      weeks: 26,
      week: "2026-W47",
      publishes: true,
    });
    expect(folder).toBe(join(process.cwd(), "out"));
  });

  it("are the defaults of the action where they are empty", () => {
    const { weeks, publish } = ACTION.inputs;
    const { request } = read({ INPUT_WEEKS: "", INPUT_PUBLISH: "" });

    expect(request.weeks).toBe(Number(weeks?.default));
    expect(request.publishes).toBe(publish?.default !== "none");
  });

  it("get a new folder each time without one", () => {
    const folders = [read(), read()].map(({ folder }) => folder);

    expect(new Set(folders).size).toBe(2);
    expect(folders.filter((folder) => !folder.startsWith(join(tmpdir(), "plimsoll-")))).toEqual([]);
  });

  it.each([
    [{ INPUT_TOKEN: " " }, "the input token is empty: a workflow of a fork, for example, gets no secrets"],
    [{ GITHUB_REPOSITORY: "" }, "GITHUB_REPOSITORY names no OWNER/REPO: run this as a step of a workflow"],
    [{ RUNNER_TEMP: "/no/folder" }, "RUNNER_TEMP /no/folder can hold no folder: set the input out"],
    [{ INPUT_WEEK: "47" }, "--week 47 is not an ISO week: write it as 2026-W47"],
    [{ INPUT_PUBLISH: "true" }, "publish true: write none or issue"],
    [{ INPUT_OUT: "a\n::error::b" }, "out has a control character: write a path"],
    [
      { INPUT_REPOSITORIES: "shop api", INPUT_PUBLISH: "issue" },
      "--publish takes one OWNER/REPO, or OWNER: a part of an organization has no digest issue",
    ],
    [{ INPUT_REPOSITORIES: "a/b/c" }, "a/b/c is not a repository or an owner: write OWNER/REPO or OWNER"],
    [{ INPUT_REPOSITORIES: "c/d, e/f" }, "the repositories have several owners: a report is about one"],
  ])("are refused with one line: %j", (given, message) => {
    expect(() => read(given)).toThrow(message);
  });
});

const EVIL = "a\r\n::error::b\n##[error]c\nd<<e\n100 %0A\n";

describe("what the action tells the runner", () => {
  it("is one command, whatever its text", () => {
    const line = annotation("error", EVIL);

    expect(line).toBe("::error title=Plimsoll::a%0D%0A::error::b%0A##[error]c%0Ad<<e%0A100 %250A%0A\n");
    expect(commandsIn(line)).toHaveLength(1);
  });

  it("is as many outputs as meant, each with its whole value", () => {
    const outputs = { week: EVIL, state: "", folder: "week<<EOF\nx\nEOF" };

    expect(readOutputs(outputLines(outputs))).toEqual(outputs);
    expect(outputLines(outputs)).not.toBe(outputLines(outputs));
  });
});

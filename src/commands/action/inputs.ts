import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { RepositoryAddress } from "../../github/octokit.ts";
import { parseRequest, type ReportRequest } from "../report-request.ts";
import { UsageError } from "../user-error.ts";

/** The inputs of the Action, and the repository of its workflow. */
interface ActionInputs {
  readonly request: ReportRequest;
  readonly token: string;
  /** The absolute path of the folder to write. */
  readonly folder: string;
  readonly workflowRepository: RepositoryAddress;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Reads the inputs from the variables that `action.yml` sets. Throws a `UsageError`. */
export function readInputs(variables: Variables): ActionInputs {
  const input = (name: string) => variables[`INPUT_${name}`]?.trim() ?? "";
  const [owner = "", name = ""] = (variables.GITHUB_REPOSITORY ?? "").split("/");
  const workflowRepository = { owner, name };
  const places = placesOf(input("OWNER"), input("REPOSITORIES"), workflowRepository);
  const token = input("TOKEN");
  if (token === "")
    throw new UsageError("the input token is empty: a workflow of a fork, for example, gets no secrets");
  return {
    request: parseRequest(places, {
      weeks: input("WEEKS"),
      week: input("WEEK") || undefined,
      publish: isPublishing(input("PUBLISH")),
    }),
    token,
    folder: folderOf(input("OUT"), variables.RUNNER_TEMP),
    workflowRepository,
  };
}

/** `OWNER/REPO` for each repository, or `OWNER` for all; the repository of the workflow where nothing is given. */
function placesOf(owner: string, repositories: string, own: RepositoryAddress): readonly string[] {
  const names = repositories.split(/[\s,]+/).filter(Boolean);
  if (names.length === 0) return [owner || `${own.owner}/${own.name}`];
  return names.map((name) => (name.includes("/") ? name : `${owner || own.owner}/${name}`));
}

function isPublishing(publish: string): boolean {
  if (publish !== "none" && publish !== "issue")
    throw new UsageError(`publish ${publish}: write none or issue`);
  return publish === "issue";
}

/** A new folder where none is given: an artifact must not hold files of an earlier report. */
function folderOf(out: string, temporary: string = tmpdir()): string {
  // The path is shown in the log, where a line could be a command.
  if (/\p{Cc}/u.test(out)) throw new UsageError("out has a control character: write a path");
  return out === "" ? mkdtempSync(join(temporary, "plimsoll-")) : resolve(out);
}

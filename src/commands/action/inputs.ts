import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { RepositoryAddress } from "../../github/octokit.ts";
import { parseRequest, type ReportRequest } from "../report-request.ts";
import { UsageError, UserError } from "../user-error.ts";

/** The inputs of the Action, and the repository of its workflow. */
interface ActionInputs {
  readonly request: ReportRequest;
  readonly token: string;
  /** The absolute path of the folder to write. */
  readonly folder: string;
  readonly workflowRepository: RepositoryAddress;
}

/** The defaults of `action.yml`, for inputs that a workflow passes on empty. */
const DEFAULTS = { weeks: "26", publish: "none" };

type Variables = Readonly<Record<string, string | undefined>>;

/** Reads the inputs from the variables that `action.yml` sets. Throws a `UsageError`. */
export function readInputs(variables: Variables): ActionInputs {
  const input = (name: string) => variables[`INPUT_${name}`]?.trim() ?? "";
  const [owner, name] = (variables.GITHUB_REPOSITORY ?? "").split("/");
  if (!owner || !name)
    throw new UsageError("GITHUB_REPOSITORY names no OWNER/REPO: run this as a step of a workflow");
  const workflowRepository = { owner, name };
  const places = placesOf(input("OWNER"), input("REPOSITORIES"), workflowRepository);
  const token = input("TOKEN");
  if (token === "")
    throw new UsageError("the input token is empty: a workflow of a fork, for example, gets no secrets");
  return {
    request: parseRequest(places, {
      weeks: input("WEEKS") || DEFAULTS.weeks,
      week: input("WEEK") || undefined,
      publish: isPublishing(input("PUBLISH") || DEFAULTS.publish),
    }),
    token,
    folder: folderOf(input("OUT"), variables.RUNNER_TEMP || tmpdir()),
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
function folderOf(out: string, temporary: string): string {
  // The path is shown in the log, where a line could be a command.
  if (/\p{Cc}/u.test(out)) throw new UsageError("out has a control character: write a path");
  if (out !== "") return resolve(out);
  try {
    return mkdtempSync(join(temporary, "plimsoll-"));
  } catch (cause) {
    throw new UserError(`RUNNER_TEMP ${temporary} can hold no folder: set the input out`, { cause });
  }
}

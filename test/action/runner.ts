import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { parse } from "yaml";

/** A step of a composite action. */
interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly run?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The content of `action.yml`, as far as the tests read it. */
interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string; readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

/** The action of this repository. */
export const ACTION: Action = parse(readFileSync("action.yml", "utf8"));

/** A job on a runner: the checkout of the action, its inputs, and the variables of the workflow. */
export interface Job {
  readonly folder: string;
  readonly token: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
}

/** What the steps of a job did. */
interface Ran {
  /** The exit code of the last script. */
  readonly status: number;
  readonly log: string;
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** The other actions that were used, and their inputs. */
  readonly used: readonly { readonly uses: string; readonly with: Readonly<Record<string, string>> }[];
  readonly workspace: string;
}

/** The variables with which npm finds its registry and its cache. */
const NPM = ["npm_config_cache", "npm_config_registry", "npm_config_userconfig", "npm_config_globalconfig"];
const OURS = ["PATH", "HOME", "NODE_COMPILE_CACHE", ...NPM];

/** Copies the files that a release of the action has: those in the repository. */
export function checkOut(): string {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-action-"));
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"]);
  const files = `${listed}`.split("\0").filter((file) => file !== "" && !/^(?:test|dev)\//.test(file));
  for (const file of files) {
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    cpSync(file, join(folder, file));
  }
  return folder;
}

/** Runs steps of the action as a runner does, in a new workspace. Only the other actions are not run. */
export async function runSteps(steps: readonly Step[], job: Job): Promise<Ran> {
  const root = mkdtempSync(join(tmpdir(), "plimsoll-runner-"));
  const workspace = join(root, "workspace");
  for (const name of ["workspace", "temp"]) mkdirSync(join(root, name));
  const expressions = openExpressions(job);
  const used: Ran["used"][number][] = [];
  let [log, summary, status] = ["", "", 0];
  for (const step of steps) {
    if (!expressions.isTrue(step.if)) continue;
    if (step.uses !== undefined) {
      used.push({ uses: step.uses, with: expressions.fillAll(step.with) });
      continue;
    }
    const variables = { ...job.variables, ...expressions.fillAll(step.env) };
    const ran = await runScript(step, { root, workspace, folder: job.folder, variables });
    log += ran.log;
    summary += ran.summary;
    status = ran.status;
    expressions.learn(step, ran.outputs);
    if (status !== 0) break;
  }
  const values = Object.entries(ACTION.outputs).map(([name, { value }]) => [name, value]);
  return { status, log, summary, outputs: expressions.fillAll(Object.fromEntries(values)), used, workspace };
}

/** Knows the few expressions that the action has. What an input gives is no expression itself. */
function openExpressions({ token, inputs }: Job) {
  const outputs = new Map<string, Readonly<Record<string, string>>>();
  const fill = (value: unknown): string =>
    `${value}`.replaceAll(/\$\{\{ (\S+) \}\}/g, (_, path: string) => evaluate(path));
  return {
    fillAll(values: Readonly<Record<string, unknown>> = {}): Record<string, string> {
      return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fill(value)]));
    },
    isTrue(condition = "inputs.weeks != ''"): boolean {
      const [, path] = /^(\S+) != ''$/.exec(condition) ?? [];
      if (path === undefined) throw new Error(`the runner of the tests does not know ${condition}`);
      return evaluate(path) !== "";
    },
    learn({ id }: Step, found: Readonly<Record<string, string>>): void {
      if (id !== undefined) outputs.set(id, found);
    },
  };

  function evaluate(path: string): string {
    const [context = "", name = "", , output = ""] = path.split(".");
    if (path === "github.token") return token;
    if (context === "inputs") return inputs[name] ?? fill(ACTION.inputs[name]?.default);
    if (context === "steps") return outputs.get(name)?.[output] ?? "";
    throw new Error(`the runner of the tests does not know ${path}`);
  }
}

/** Runs a script in the way that GitHub documents for `shell: bash`. */
async function runScript(
  { run = "", shell }: Step,
  job: Pick<Job, "folder" | "variables"> & { readonly root: string; readonly workspace: string },
) {
  if (shell !== "bash") throw new Error(`the runner of the tests has no shell ${shell}`);
  const script = join(job.root, "script.sh");
  const [output, summary] = [join(job.root, "output"), join(job.root, "summary")];
  for (const [file, content] of [
    [script, run],
    [output, ""],
    [summary, ""],
  ] as const)
    writeFileSync(file, content);
  const child = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", script], {
    cwd: job.workspace,
    env: {
      ...Object.fromEntries(OURS.map((name) => [name, process.env[name]])),
      npm_config_prefer_offline: "true",
      CI: "true",
      GITHUB_ACTIONS: "true",
      GITHUB_ACTION_PATH: job.folder,
      GITHUB_WORKSPACE: job.workspace,
      RUNNER_TEMP: join(job.root, "temp"),
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      ...job.variables,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return {
    status: status as number,
    log: stdout + stderr,
    summary: readFileSync(summary, "utf8"),
    outputs: readOutputs(readFileSync(output, "utf8")),
  };
}

/** Reads the file of `GITHUB_OUTPUT`, each value between two lines with its delimiter. */
export function readOutputs(content: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = content.split("\n");
  for (let index = 0; index < lines.length - 1; ) {
    const [, name = "", delimiter = ""] = /^([\w-]+)<<(.+)$/.exec(lines[index] ?? "") ?? [];
    const end = lines.indexOf(delimiter, index + 1);
    if (name === "" || end < 0) throw new Error(`no output begins at: ${lines[index]}`);
    outputs[name] = lines.slice(index + 1, end).join("\n");
    index = end + 1;
  }
  return outputs;
}

/** The lines of a log that a runner takes for commands, in both of its formats. */
export function commandsIn(log: string): readonly string[] {
  return log.split(/\r\n|\r|\n/).filter((line) => line.trimStart().startsWith("::") || line.includes("##["));
}

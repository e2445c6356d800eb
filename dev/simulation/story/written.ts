import { SHOP } from "../world/shop.ts";

/** A check run as it stands on GitHub. */
export interface StandingCheckRun {
  readonly id: number;
  readonly head_sha: string;
  readonly external_id: string;
  readonly status: string;
  readonly conclusion: string;
  readonly output: object;
}

/** An issue as it stands on GitHub. */
export interface StandingIssue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: "open" | "closed";
  readonly labels: readonly string[];
}

/** An answer of GitHub's. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

type Fields = Readonly<Record<string, unknown>>;

/** What was written to a repository, and how GitHub answers who writes or reads it. */
export class Written {
  readonly checkRuns = new Map<number, StandingCheckRun>();
  readonly issues = new Map<number, StandingIssue>();
  readonly #root: string;
  #next = 1;

  constructor({ owner, name }: { readonly owner: string; readonly name: string } = SHOP) {
    this.#root = `/repos/${owner}/${name}`;
  }

  /** Answers what is about check runs, issues and labels; `undefined` for anything else. */
  answer(method: string, { pathname, searchParams }: URL, body: Fields): Answer | undefined {
    const path = pathname.replace(this.#root, "");
    const [, kind = "", id] = /^\/(check-runs|issues|labels)(?:\/(\d+))?$/.exec(path) ?? [];
    const head = /^\/commits\/(\w+)\/check-runs$/.exec(path)?.[1];
    if (head !== undefined) return found({ total_count: 0, check_runs: this.#checkRunsOn(head) });
    if (kind === "labels") return { status: 201, body: { name: body.name } };
    if (kind === "check-runs") return this.#checkRun(method, Number(id), body);
    if (kind !== "issues") return undefined;
    return id === undefined && method === "GET"
      ? found(this.#listed(searchParams))
      : this.#issue(method, Number(id), body);
  }

  #checkRunsOn(head: string): readonly StandingCheckRun[] {
    return [...this.checkRuns.values()].filter(({ head_sha }) => head_sha === head);
  }

  #checkRun(method: string, asked: number, fields: Fields): Answer {
    const before = this.checkRuns.get(asked);
    if (method === "PATCH" && before === undefined) return UNKNOWN;
    const id = before?.id ?? this.#next++;
    const run = { ...before, ...fields, id } as StandingCheckRun;
    this.checkRuns.set(id, run);
    return { status: before === undefined ? 201 : 200, body: run };
  }

  #issue(method: string, asked: number, fields: Fields): Answer {
    const before = this.issues.get(asked);
    if (method !== "POST" && before === undefined) return UNKNOWN;
    if (method === "GET") return found(before);
    const number = before?.number ?? this.#next++;
    const issue = { labels: [], state: "open", ...before, ...fields, number } as StandingIssue;
    this.issues.set(number, issue);
    return { status: before === undefined ? 201 : 200, body: issue };
  }

  #listed(query: URLSearchParams): readonly object[] {
    const [page, size] = [Number(query.get("page") ?? 1), Number(query.get("per_page") ?? 30)];
    const all = [...this.issues.values()].map((issue) => ({ ...issue, user: { type: "Bot" } }));
    return all.slice((page - 1) * size, page * size);
  }
}

/** GitHub's answer about what is not there. */
export const UNKNOWN: Answer = { status: 404, body: { message: "Not Found" } };

function found(body: unknown): Answer {
  return { status: 200, body };
}

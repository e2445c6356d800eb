import { Past } from "./past.ts";

/** What is committed in a week, at noon of a day of it (0 is Monday), to main unless told otherwise. */
export interface Planned {
  readonly by: string;
  readonly message: string;
  readonly day?: number;
  readonly branch?: string;
  readonly path?: string;
}

/** A version of the tip of a branch, tagged in the evening of a day. */
export interface PlannedVersion {
  readonly tag: string;
  readonly day?: number;
  readonly branch?: string;
}

/** A week of a plan; a branch begins where main is when it is first named. */
export interface PlannedWeek {
  readonly commits: readonly Planned[];
  readonly versions?: readonly PlannedVersion[];
}

const MONDAY = Date.parse("2026-01-05T12:00:00Z") / 1_000;
const DAY = 86_400;
const EVENING = 8 * 3_600;

/** A repository in which all went by a plan, written at once, since a commit after another would take long. */
export function plannedPast(weeks: readonly PlannedWeek[]): Past {
  const past = new Past();
  const tips = new Map<string, number>();
  const lines: string[] = [];
  let mark = 0;
  const text = (value: string) => `data ${Buffer.byteLength(value)}\n${value}`;
  for (const [index, { commits, versions = [] }] of weeks.entries()) {
    const timeOf = (day: number) => MONDAY + (index * 7 + day) * DAY;
    for (const { by, message, day = 0, branch = "main", path = "src/main.ts" } of commits) {
      const from = tips.get(branch) ?? tips.get("main");
      const time = `${timeOf(day) + mark++} +0000`;
      lines.push(`commit refs/heads/${branch}`, `mark :${mark}`, `author ${by} ${time}`);
      lines.push(`committer GitHub <noreply@github.com> ${time}`, text(message));
      if (from !== undefined) lines.push(`from :${from}`);
      lines.push(`M 100644 inline ${path}`, text(`${mark}\n`));
      tips.set(branch, mark);
    }
    for (const { tag, day = 4, branch = "main" } of versions)
      lines.push(
        `tag ${tag}`,
        `from :${tips.get(branch)}`,
        `tagger Ada <ada@mail.example> ${timeOf(day) + EVENING} +0000`,
        text(tag),
      );
  }
  past.import(`${lines.join("\n")}\n`);
  return past;
}

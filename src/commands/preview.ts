import { styleText } from "node:util";
import type { Preview } from "../domain/clone/preview.ts";
import { DAY_MS, HOUR_MS } from "../domain/durations.ts";
import { isDay } from "../domain/spend/fact.ts";
import { GitError } from "../git/git-error.ts";
import { CloneError } from "../preview/clone-error.ts";
import { explainClones, type PreviewRequest, previewClones } from "../preview/preview.ts";
import type { Style } from "../render/terminal-text.ts";
import { shownAssisted } from "../render/withheld.ts";
import { printAfter } from "./output.ts";
import { openProgressLine } from "./progress-line.ts";
import { UsageError, UserError } from "./user-error.ts";
import { prepareFolder, writeFolder } from "./write-folder.ts";

/** The options of `plimsoll preview`, unparsed. */
export interface PreviewOptions {
  readonly ship: string;
  readonly weeks: string;
  readonly until?: string;
  readonly json?: true;
  readonly csv?: true;
  readonly explain?: true;
  readonly out?: string;
}

/** The files of `--out`. */
const FILES = { digest: "digest.md", page: "report.html" };
const MODES = ["auto", "releases", "merges"] as const;
const MOST_WEEKS = 104;
/** The latest end of a user's day: some days begin 14 hours before those of UTC. */
const TODAY_MS = 38 * HOUR_MS;

/**
 * Prints the digest of the history of clones, or its receipts, and with `--out` writes it as `digest.md` and
 * `report.html`.
 *
 * Throws a `UserError` for unreadable or invalid input.
 */
export async function preview(paths: readonly string[], options: PreviewOptions): Promise<void> {
  const parsed = parseOptions(options);
  if (options.out !== undefined) prepareFolder(options.out, Object.values(FILES));
  const progress = openProgress(process.stderr);
  const request = { paths, ...parsed, now: new Date(), onProgress: progress.show };
  try {
    const { found, text } = await (options.explain ? explained : previewed)(request, options).finally(
      progress.clear,
    );
    await printAfter(options.out === undefined ? undefined : write(found, options.out), text);
  } catch (error) {
    if (error instanceof GitError || error instanceof CloneError)
      throw new UserError(error.message, { cause: error });
    throw error;
  }
}

/** A preview, and the text to print. */
interface Printed {
  readonly found: Preview;
  readonly text: string;
}

async function previewed(request: PreviewRequest, { json, csv }: PreviewOptions): Promise<Printed> {
  const reading = previewClones(request);
  if (json) return { found: await reading, text: toJson(await reading) };
  // The renderers are loaded while git reads.
  const [found, { renderDigestsCsv }, { renderTerminal }] = await Promise.all([
    reading,
    import("../render/digest/csv.ts"),
    import("../render/terminal.ts"),
  ]);
  const text = csv
    ? renderDigestsCsv(found.weeks.map(({ digest }) => digest))
    : renderTerminal(found, styleOf(process.stdout));
  return { found, text };
}

/** The receipts as `explain --week` prints them. */
async function explained(request: PreviewRequest, { json }: PreviewOptions): Promise<Printed> {
  const [{ preview: found, receipts }, organization, week] = await Promise.all([
    explainClones(request),
    import("../render/organization-receipts.ts"),
    import("../render/week-receipts.ts"),
  ]);
  if (json) return { found, text: `${JSON.stringify(receipts, undefined, 2)}\n` };
  const source = { isClone: true };
  const text =
    "repositories" in receipts
      ? organization.renderOrganizationReceipts(receipts, source)
      : week.renderWeekReceipts(receipts, source);
  return { found, text };
}

function parseOptions(options: PreviewOptions): Pick<PreviewRequest, "ship" | "weeks" | "until"> {
  const { ship, weeks, until } = options;
  const mode = MODES.find((each) => each === ship);
  if (mode === undefined) throw new UsageError(`--ship ${ship}: write ${MODES.join(", ")}`);
  const count = Number(weeks);
  if (!/^\d+$/.test(weeks) || count < 1 || count > MOST_WEEKS)
    throw new UsageError(`--weeks ${weeks}: write a number from 1 to ${MOST_WEEKS}`);
  return { ship: mode, weeks: count, until: until === undefined ? undefined : parseDate(until) };
}

/** Reads a day, which ends at midnight UTC, or a time, which is in UTC if it names no zone. */
function parseDate(text: string): Date {
  const [day = "", time] = text.split("T", 2);
  const zone = time === undefined || /(?:Z|[+-]\d\d:?\d\d)$/i.test(time) ? "" : "Z";
  const at = new Date(time === undefined ? Date.parse(day) + DAY_MS : `${text}${zone}`);
  if (!isDay(day) || Number.isNaN(at.getTime()))
    throw new UsageError(`--until ${text}: write a date, such as 2026-11-21`);
  if (at.getTime() > Date.now() + TODAY_MS)
    throw new UsageError(`--until ${text}: write a date that has come`);
  return at;
}

/** The progress of reading on a terminal. */
interface Progress {
  show(commits: number, clones: number, allClones: number): void;
  clear(): void;
}

function openProgress(stream: NodeJS.WriteStream): Progress {
  const line = openProgressLine(stream);
  return {
    show(commits, clones, all) {
      const which = all === 1 ? "" : `, ${clones} of ${all} clones read`;
      line.show(`${commits === 0 ? "Reading" : `Reading ${commits} commits${which}`} …`);
    },
    clear: line.clear,
  };
}

/** Colours on a terminal that wants them; NO_COLOR and FORCE_COLOR are respected. */
function styleOf(stream: NodeJS.WriteStream): Style {
  const styled = (format: Parameters<typeof styleText>[0]) => (text: string) =>
    styleText(format, text, { stream });
  return { strong: styled("bold"), faint: styled("dim"), accent: styled("blue") };
}

/** The digest's keys as in `digest --json`, and the additional facts of a preview. */
function toJson({ digest, tools, weeks, source }: Preview): string {
  const totals = weeks.map(({ digest: each, tools: ofWeek }) => ({
    week: each.week,
    state: each.state,
    total: each.normalizedDeployments.total,
    aiAssisted: shownAssisted(each),
    tools: ofWeek,
  }));
  return `${JSON.stringify({ ...digest, weeks: totals, tools, preview: source }, undefined, 2)}\n`;
}

async function write(found: Preview, folder: string): Promise<void> {
  const { renderPreviewDigest } = await import("../render/digest/preview.ts");
  const { renderPreviewPage } = await import("../render/site/preview-page.ts");
  await writeFolder(folder, [
    [FILES.digest, renderPreviewDigest(found)],
    [FILES.page, renderPreviewPage(found)],
  ]);
}

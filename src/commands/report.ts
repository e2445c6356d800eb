import { readAddressEnv } from "../env.ts";
import type { Report } from "../report/report.ts";
import { ReportError } from "../report/report-error.ts";
import { shortfallLine, UNSEEN } from "../report/shortfalls.ts";
import { findToken } from "../report/token.ts";
import { makeReport } from "./make-report.ts";
import { printAfter } from "./output.ts";
import { hasPages, parseRequest } from "./report-request.ts";
import { UserError } from "./user-error.ts";
import { toCsv, toJson, writeReport } from "./write-report.ts";
import { prepareSite } from "./write-site.ts";

/** The options of `plimsoll report`, unparsed. */
export interface ReportOptions {
  readonly weeks: string;
  readonly week?: string;
  readonly json?: true;
  readonly csv?: true;
  readonly publish?: true;
  readonly out?: string;
}

/**
 * Prints the digest of repositories on GitHub, read with a token.
 *
 * Throws a `UserError` when there is nothing to print.
 */
export async function report(places: readonly string[], options: ReportOptions): Promise<void> {
  const { csv = false, out } = options;
  const request = parseRequest(places, options);
  try {
    const token = await findToken(process.env, readAddressEnv(process.env).GITHUB_API_URL);
    if (out !== undefined) prepareSite(out, { hasPages: hasPages(request) });
    const hasSite = csv || out !== undefined;
    const { made, used } = await makeReport({ ...request, hasSite }, token);
    await printAfter(out === undefined ? undefined : writeReport(made, out), textOf(made, options));
    process.stderr.write(`${[...notesOn(made), used].join("\n")}\n`);
  } catch (error) {
    if (error instanceof ReportError) throw new UserError(error.message, { cause: error });
    throw error;
  }
}

function textOf(made: Report, { json, csv }: ReportOptions): string {
  if (json) return `${toJson(made)}\n`;
  return csv ? toCsv(made) : `${made.text}\n`;
}

function notesOn({ shortfalls, leftOut, published }: Report): readonly string[] {
  return [
    ...(published === undefined ? [] : [published]),
    ...shortfalls.map(shortfallLine),
    ...(leftOut === "" ? [] : [`Left out: ${leftOut}; name a repository to read it`]),
    UNSEEN,
  ];
}

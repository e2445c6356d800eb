import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { headlineText } from "../../render/digest/headline/section.ts";
import { shortfallLine } from "../../report/shortfalls.ts";
import { makeReport } from "../make-report.ts";
import { hasPages } from "../report-request.ts";
import { writeReport } from "../write-report.ts";
import { prepareSite } from "../write-site.ts";
import { readInputs } from "./inputs.ts";
import { annotation, outputLines } from "./workflow.ts";

type Variables = Readonly<Record<string, string | undefined>>;

/** Runs the step of the Action that makes the report, and returns its exit code. A failure is one annotation. */
export async function runAction(variables: Variables): Promise<number> {
  try {
    await reportTo(variables);
    return 0;
  } catch (error) {
    process.stdout.write(annotation("error", inInputs(error instanceof Error ? error.message : `${error}`)));
    return 1;
  }
}

async function reportTo(variables: Variables): Promise<void> {
  const { request, token, folder, workflowRepository: place } = readInputs(variables);
  prepareSite(folder, { hasPages: hasPages(request) });
  const wanted = { ...request, place, hasSite: true };
  const { made, used } = await makeReport(wanted, { token, source: "the Action" });
  const { digest, summary, shortfalls, published, leftOut } = made;
  await writeReport(made, folder);
  await append(variables.GITHUB_STEP_SUMMARY, `${summary}\n`);
  await append(
    variables.GITHUB_OUTPUT,
    outputLines({
      headline: headlineText(digest),
      week: digest.week,
      state: digest.state,
      folder,
      "json-path": join(folder, "digest.json"),
    }),
  );
  const lines = [
    ...(published === undefined ? [] : [annotation("notice", published)]),
    ...shortfalls.map((each) => annotation("warning", shortfallLine(each))),
    ...(leftOut === "" ? [] : [annotation("notice", `Left out: ${leftOut}`)]),
    `${used}\n`,
  ];
  process.stdout.write(lines.join(""));
}

/** The same message with the inputs of the Action in place of the options of the command. */
function inInputs(message: string): string {
  return message.replaceAll(/--(week|weeks|publish|out)\b/g, "$1");
}

/** Appends to a file of the runner; a run by hand has none. */
async function append(file: string | undefined, text: string): Promise<void> {
  if (file) await appendFile(file, text);
}

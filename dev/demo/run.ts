/**
 * `npm run demo`: plays a fortnight of one organization on an emulated GitHub, with the real server on the other side,
 * and prints what its people would read. Needs no credentials and no network, and leaves its files where it says.
 */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { styleText } from "node:util";
import { destination, pino } from "pino";
import { type CheckRun, fetchCheckRun, fetchDigestIssue, type Issue, startFortnight } from "./fortnight.ts";

const folder = mkdtempSync(join(tmpdir(), "plimsoll-demo-"));

const fortnight = await startFortnight({
  databaseUrl: `file:${join(folder, "plimsoll.db")}`,
  log: pino(destination({ dest: join(folder, "plimsoll.log"), sync: true })),
});
const { github, plimsoll } = fortnight;
print(
  heading("A fortnight at acme/shop"),
  `GitHub (emulated) at ${github.url}, Plimsoll at ${plimsoll.url}`,
  "",
);
const pulls = await fortnight.play((title, at) => print(`${at.toUTCString().slice(0, 22)}  ${title}`));

for (const name of ["confirmation", "express"] as const) {
  const pull = pulls.get(name);
  if (pull)
    show(
      `check-run-${pull.number}.md`,
      `The check run on pull request #${pull.number}`,
      textOfCheckRun(await fetchCheckRun(github, pull.head)),
    );
}
show("digest.md", "The digest issue", textOfIssue(await fetchDigestIssue(github)));
const { imported, issue } = await fortnight.playSpend(pulls);
print(
  "",
  heading("A fortnight later: what AI tools cost, imported from a FOCUS file"),
  "",
  imported.trimEnd(),
);
show("organization.md", "The digest of the organization, with spend", `# ${issue.title}\n\n${issue.body}`);
print("", heading("Where they are"), `${folder}: these texts, the log of the server, and its database`);

await fortnight.stop();

function textOfCheckRun({ name, output }: CheckRun): string {
  return `# ${name}: ${output.title}\n\n${output.summary}\n\n${output.text}\n`;
}

function textOfIssue({ title, body }: Issue): string {
  return `# ${title}\n\n${body}`;
}

function show(file: string, title: string, markdown: string): void {
  writeFileSync(join(folder, file), markdown);
  print("", heading(title), "", markdown);
}

function heading(text: string): string {
  return styleText("bold", `── ${text} ${"─".repeat(Math.max(0, 90 - text.length))}`);
}

function print(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join("\n")}\n`);
}

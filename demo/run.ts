/**
 * `npm run demo`: plays a fortnight of one organization on an emulated GitHub, with the real server on the other side,
 * and prints what its people would read. Needs no credentials and no network, and leaves its files where it says.
 */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { styleText } from "node:util";
import { destination, pino } from "pino";
import { acme } from "./acme.ts";
import { type GitHub, startGitHub } from "./github.ts";
import { play } from "./play.ts";
import { startPlimsollOn, WEBHOOK_SECRET } from "./plimsoll.ts";
import { BEGINNING, END } from "./story.ts";

const shop = { owner: "acme", repo: "shop" };
const folder = mkdtempSync(join(tmpdir(), "plimsoll-demo-"));
let now = BEGINNING;

const github = await startGitHub({ ...acme, clock: BEGINNING, webhookSecret: WEBHOOK_SECRET });
const plimsoll = await startPlimsollOn(github, {
  databaseUrl: `file:${join(folder, "plimsoll.db")}`,
  log: pino(destination({ dest: join(folder, "plimsoll.log"), sync: true })),
  clock: () => now,
});
print(
  heading("A fortnight at acme/shop"),
  `GitHub (emulated) at ${github.url}, Plimsoll at ${plimsoll.url}`,
  "",
);
const pulls = await play(github, {
  async onStep(title, at) {
    now = at;
    print(`${at.toUTCString().slice(0, 22)}  ${title}`);
    await plimsoll.idle();
  },
});
now = END;
await plimsoll.publishDueDigests();

for (const name of ["confirmation", "express"] as const) {
  const pull = pulls.get(name);
  if (pull)
    show(
      `check-run-${pull.number}.md`,
      `The check run on pull request #${pull.number}`,
      await checkRun(github, pull.head),
    );
}
show("digest.md", "The digest issue", await digestIssue(github));
print("", heading("Where they are"), `${folder}: these texts, the log of the server, and its database`);

await plimsoll.stop();
await github.close();

async function checkRun({ as }: GitHub, head: string): Promise<string> {
  const { data } = await as("dario").rest.checks.listForRef({ ...shop, ref: head });
  const [run] = data.check_runs;
  return `# ${run?.name}: ${run?.output.title}\n\n${run?.output.summary}\n\n${run?.output.text}\n`;
}

async function digestIssue({ as }: GitHub): Promise<string> {
  const { data } = await as("dario").rest.issues.listForRepo({ ...shop, labels: "plimsoll" });
  return `# ${data[0]?.title}\n\n${data[0]?.body}`;
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

/** A GitHub in a process of its own that remembers so many pull requests, installed on the App that it is told of. */
import { longPast, NOW } from "../../test/support/long-past.ts";
import { startPastGitHub } from "../../test/support/past-github.ts";

const [pulls = "", webhookSecret = ""] = process.argv.slice(2);
let requests = 0;
const past = longPast({ pulls: Number(pulls), deployEvery: 10 });
const github = await startPastGitHub(past, { webhookSecret, onRequest: () => requests++ });
process.stdout.write(`${github.url}\n`);
process.on("message", async (webhooks: string | null) => {
  if (webhooks === null) return process.send?.(requests);
  await github.setWebhookUrl(webhooks);
  return process.send?.(await github.install(NOW));
});

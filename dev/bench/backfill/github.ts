/**
 * A GitHub in a process of its own with some repositories that remember the same, installed on the App that it is told
 * of. It takes its time to answer: some for each request, and more for each pull request that a query asks for.
 */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { longPast, NOW } from "../../simulation/past/long-past.ts";
import { startPastGitHub } from "../../simulation/past/past-github.ts";
import { SHOP } from "../../simulation/world/shop.ts";

const [pulls = "", count = "", webhookSecret = ""] = process.argv.slice(2);
const [REQUEST_MS, PULL_MS] = [200, 20];
/** GitHub's ids of deployments differ between repositories, so each has its own million. */
const MILLION = 1_000_000;

let requests = 0;
const past = longPast({ pulls: Number(pulls), deployEvery: 10 });
const github = await startPastGitHub(past, { webhookSecret, onRequest: () => requests++ });
const repositories = Array.from({ length: Number(count) }, (_, index) => ({
  id: SHOP.id + index,
  full_name: `${SHOP.owner}/${SHOP.name}-${index}`,
}));

/** Answers for any of the repositories with what the one remembers. */
const server = createServer(async (request, response) => {
  const { method = "", url = "" } = request;
  const body = method === "GET" ? null : await text(request);
  const index = Number(/-(\d+)/.exec(url)?.[1] ?? /D_(\d+)_/.exec(body ?? "")?.[1] ?? 0);
  const answered = await fetch(github.url + url.replace(/-\d+/, ""), {
    method,
    body: body?.replaceAll(/D_\d+_/g, "D_") ?? null,
  });
  const answer = ownIds(await answered.text(), index);
  await sleep(REQUEST_MS + PULL_MS * (answer.match(/"headRefOid"/g)?.length ?? 0));
  response.writeHead(answered.status, Object.fromEntries(answered.headers)).end(answer);
});
await once(server.listen(0, "127.0.0.1"), "listening");
process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
process.on("message", async (webhooks: string | null) => {
  if (webhooks === null) return process.send?.(requests);
  await github.setWebhookUrl(webhooks);
  return process.send?.(await github.install(NOW, repositories));
});

function ownIds(answer: string, index: number): string {
  return answer
    .replaceAll(/"id":(\d+)(?=,"sha")/g, (_, id: string) => `"id":${Number(id) + index * MILLION}`)
    .replaceAll('"node_id":"D_', `"node_id":"D_${index}_`)
    .replaceAll(
      /"databaseId":(\d+)(?=,"statuses")/g,
      (_, id: string) => `"databaseId":${Number(id) + index * MILLION}`,
    );
}

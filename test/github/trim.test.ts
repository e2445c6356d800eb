import { describe, expect, it } from "vitest";
import { trimDelivery } from "../../src/github/trim.ts";
import { at } from "../support/history.ts";
import { account, pullRequestPayload, pushPayload } from "../support/payloads.ts";

const pull = pullRequestPayload({ number: 1, base: "b", head: "h", updatedAt: at(2) });

/** What is kept of a pull request with this description. */
function keptOf(body: string | null) {
  const { payload = "{}" } =
    trimDelivery("pull_request", { ...pull, pull_request: { ...pull.pull_request, body } }) ?? {};
  return payload;
}

describe("a trimmed delivery", () => {
  it("keeps of a description only what it says it reverts", () => {
    const kept = keptOf("Reverts acme/shop#12, see the secret plan.\nReverts #13\nnot: Reverts nothing");

    expect(JSON.parse(kept).pull_request.body).toEqual(["acme/shop#12", "#13"]);
    expect(kept).not.toContain("secret");
  });

  it("has an empty list when there is no description", () => {
    expect(JSON.parse(keptOf(null)).pull_request.body).toEqual([]);
  });

  it("keeps a bot's login, and nobody else's", () => {
    const bot = account(49699333, { login: "dependabot[bot]", type: "Bot" });
    const authored = { ...pull, pull_request: { ...pull.pull_request, user: bot, merged_by: account(2) } };
    const { payload = "{}" } = trimDelivery("pull_request", authored) ?? {};

    expect(payload).toContain("dependabot[bot]");
    expect(payload).not.toContain("person-2");
  });

  it("keeps of a push's commits only whether they touch what says what counts, however often it is trimmed", () => {
    const commits = [
      { id: "c1", message: "Secret", added: ["src/a.ts"], modified: [], removed: [] },
      { id: "c2", message: "Secret", added: [], modified: [".github/plimsoll.yml"], removed: [] },
    ];
    const push = pushPayload({ before: "c0", after: "c2", at: at(2), commits: [] });
    const kept = trimDelivery("push", { ...push, commits })?.payload ?? "{}";

    expect(JSON.parse(kept).commits).toEqual([
      { id: "c1", isConfig: false },
      { id: "c2", isConfig: true },
    ]);
    expect(trimDelivery("push", JSON.parse(kept))?.payload).toBe(kept);
  });

  it("is trimmed to itself", () => {
    const kept = keptOf("Reverts #13");

    expect(trimDelivery("pull_request", JSON.parse(kept))?.payload).toBe(kept);
  });

  it("that lacks a field is kept without its payload, and says which", () => {
    const { head: _, ...headless } = pull.pull_request;

    expect(trimDelivery("pull_request", { ...pull, pull_request: headless })).toEqual({
      installationId: 1,
      repositoryId: 7,
      payload: undefined,
      problem: expect.stringMatching(/^pull_request: pull_request\.head: /),
    });
  });
});

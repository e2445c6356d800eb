import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import {
  account,
  pullRequestPayload,
  pushPayload,
  releasePayload,
  reviewPayload,
} from "../../dev/simulation/world/payloads.ts";
import { trimDelivery } from "../../src/github/trim.ts";

const pull = pullRequestPayload({ number: 1, base: "b", head: "h", updatedAt: at(2) });

/** What is kept of a pull request with this description and title. */
function toStoredAccount(body: string | null, title = "Work") {
  const { payload = "{}" } =
    trimDelivery("pull_request", { ...pull, pull_request: { ...pull.pull_request, title, body } }) ?? {};
  return payload;
}

describe("a trimmed delivery", () => {
  it("keeps of a title and a description only the names of what they claim something of", () => {
    const body = "Reverts acme/shop#12\r\n\r\nSee the secret plan.\nBackport of #13\nnot: Reverts #14";
    const kept = toStoredAccount(body, 'Revert "the secret plan (#11)"');

    expect(JSON.parse(kept).pull_request).toMatchObject({
      title: { reverts: ["#11"], repeats: [] },
      body: { reverts: ["acme/shop#12"], repeats: ["#13"] },
    });
    expect(kept).not.toContain("secret");
    expect(trimDelivery("pull_request", JSON.parse(kept))?.payload).toBe(kept);
  });

  it("has empty lists when there is no description", () => {
    expect(JSON.parse(toStoredAccount(null)).pull_request.body).toEqual({
      reverts: [],
      repeats: [],
      robot: null,
    });
  });

  it("of an earlier version is understood, which kept the names of a description alone", () => {
    const { title: _, ...rest } = pull.pull_request;
    const payload = { ...pull, pull_request: { ...rest, body: ["#12"] } };

    expect(JSON.parse(trimDelivery("pull_request", payload)?.payload ?? "{}").pull_request).toMatchObject({
      title: { reverts: [], repeats: [] },
      body: { reverts: ["#12"], repeats: [] },
    });
  });

  it("keeps a bot's login, and nobody else's", () => {
    const bot = account(49699333, { login: "dependabot[bot]", type: "Bot" });
    const authored = { ...pull, pull_request: { ...pull.pull_request, user: bot, merged_by: account(2) } };
    const { payload = "{}" } = trimDelivery("pull_request", authored) ?? {};

    expect(payload).toContain("dependabot[bot]");
    expect(payload).not.toContain("person-2");
  });

  it("does not know the fork that a pull request comes from, so that nothing can be read there", () => {
    const head = {
      ...pull.pull_request.head,
      label: "mallory:work",
      repo: { full_name: "mallory/shop", id: 666 },
    };
    const { payload = "{}" } =
      trimDelivery("pull_request", { ...pull, pull_request: { ...pull.pull_request, head } }) ?? {};

    expect(JSON.parse(payload).pull_request.head.sha).toBe(head.sha);
    expect(payload).not.toMatch(/mallory|666/);
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

  it.each([
    [".github/plimsoll.yml", true],
    [".github/plimsoll.yaml", true],
    [".gitattributes", true],
    ["packages/api/client/.gitattributes", true],
    ["a/.github/plimsoll.yml", false],
    [".github/plimsoll.yml.bak", false],
    ["my.gitattributes", false],
    [".gitattributes/a", false],
  ])("R23: of a push to %s says whether that says what counts: %s", (path, isConfig) => {
    const push = pushPayload({ before: "c0", after: "c1", at: at(2), commits: [] });
    const commits = [{ id: "c1", added: [], modified: [], removed: [path] }];

    expect(JSON.parse(trimDelivery("push", { ...push, commits })?.payload ?? "{}").commits).toEqual([
      { id: "c1", isConfig },
    ]);
  });

  it("is trimmed to itself", () => {
    const kept = toStoredAccount("Reverts #13");

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

  const push = pushPayload({ before: "a", after: "b", at: at(2), commits: ["b"] });
  const release = releasePayload({ id: 1, tag: "v1", at: at(2) });
  const { owner: _, ...unowned } = push.repository;

  it.each([
    ["push", { ...push, sender: undefined }],
    ["push", { ...push, sender: null, repository: { ...unowned, owner: null, full_name: "acme/shop" } }],
    ["push", { ...push, repository: { ...push.repository, pushed_at: null } }],
    ["pull_request", { ...pull, action: "closed", sender: undefined }],
    ["pull_request", { ...pull, pull_request: { ...pull.pull_request, user: null, merged_by: null } }],
    ["pull_request", { ...pull, pull_request: { ...pull.pull_request, head: { sha: "h", ref: null } } }],
    [
      "pull_request_review",
      { ...reviewPayload({ number: 1, state: "approved", at: at(2), by: account(2) }) },
    ],
    ["release", { ...release, release: { ...release.release, author: null } }],
    [
      "merge_group",
      {
        ...pull,
        action: "checks_requested",
        sender: undefined,
        merge_group: { head_sha: "a", head_ref: "b" },
      },
    ],
    ["installation_repositories", { action: "added", installation: { id: 1 }, repositories_removed: [{}] }],
  ])("R6: of %s lacks only what can be done without", (event, payload) => {
    const { payload: kept = "", problem } = trimDelivery(event, payload) ?? {};

    expect(problem).toBeUndefined();
    expect(trimDelivery(event, JSON.parse(kept))?.payload).toBe(kept);
  });

  it.each([
    ["push", { ...push, repository: unowned }, "push: repository.owner: nobody owns it"],
    ["push", { ...push, ref: undefined }, /^push: ref: /],
    [
      "installation_repositories",
      { action: "removed", installation: { id: 1 }, repositories_removed: [{}] },
      /^installation_repositories: repositories_removed: /,
    ],
    ["pull_request", { ...pull, repository: undefined }, /^pull_request: repository: /],
  ])("R6: of %s is not understood without what it is about", (event, payload, problem) => {
    expect(trimDelivery(event, payload)).toEqual(
      expect.objectContaining({ payload: undefined, problem: expect.stringMatching(problem) }),
    );
  });

  it.each([
    [
      "of an app, by its login",
      { id: 4, login: "renovate[bot]" },
      { id: 4, type: "Bot", login: "renovate[bot]" },
    ],
    ["of a person, by the rest", { id: 4, login: "ada" }, { id: 4, type: "User", login: "" }],
    ["even without a login", { id: 4 }, { id: 4, type: "User", login: "" }],
  ])("R6: has an account of which no type is told %s", (_, user, kept) => {
    const { payload = "{}" } =
      trimDelivery("pull_request", { ...pull, pull_request: { ...pull.pull_request, user } }) ?? {};

    expect(JSON.parse(payload).pull_request.user).toEqual(kept);
  });

  it.each([
    [
      "installation",
      { action: "created", installation: { id: 1, created_at: 1 }, repositories: [{ id: 7 }] },
    ],
    ["installation_repositories", { action: "removed", installation: { id: 1 }, repositories_removed: [] }],
    ["pull_request_review", reviewPayload({ number: 1, state: "commented", at: at(2), by: account(2) })],
    ["pull_request", { ...pull, pull_request: { ...pull.pull_request, body: ["#12"], user: undefined } }],
  ])("R6: of %s is understood as an earlier version trimmed it", (event, payload) => {
    expect(trimDelivery(event, payload)).toMatchObject({ payload: expect.any(String) });
    expect(trimDelivery(event, payload)?.problem).toBeUndefined();
  });
});

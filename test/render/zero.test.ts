import { describe, expect, it } from "vitest";
import { digestOf, on, pending, repository, WEEK } from "../../dev/simulation/examples/records.ts";
import { becoming, subjectOf } from "../../dev/simulation/examples/subjects.ts";
import type { OtherCause, Zero } from "../../src/domain/metric/zero.ts";
import type { Waiting, WaitingCause } from "../../src/domain/shipping/standstill.ts";
import { renderCheckRun } from "../../src/render/check-run.ts";
import { renderDigest } from "../../src/render/digest/issue.ts";
import { actionOfZero, causeOfZero } from "../../src/render/zero.ts";

const SEEN: Waiting = {
  cause: "not-production",
  ship: "auto",
  kind: "deployment",
  number: 12,
  environments: [
    { environment: "stage-eu", number: 9 },
    { environment: "shop-eu", number: 3 },
  ],
  moreEnvironments: 7,
};

function waits(rest: Partial<Waiting> & { readonly cause: WaitingCause }): Zero {
  const waiting = { ...SEEN, ...rest };
  return { repository: "acme/shop", isOfWeek: true, cause: waiting.cause, waiting };
}

const other = (cause: OtherCause): Zero => ({
  repository: "acme/shop",
  isOfWeek: true,
  cause,
  waiting: null,
});
const said = (zero: Zero) => `${causeOfZero(zero)} -> ${actionOfZero(zero)}`;

describe("R18: why something is 0, and what to do about it", () => {
  it("is told for every way in which work can wait", () => {
    expect(
      [
        waits({ cause: "not-production" }),
        waits({
          cause: "not-production",
          number: 1,
          environments: [{ environment: "web", number: 1 }],
          moreEnvironments: 0,
        }),
        waits({ cause: "nothing-deployed" }),
        waits({ cause: "nothing-deployed", ship: "releases", kind: "release" }),
        waits({ cause: "preview" }),
        waits({ cause: "preview", kind: "release", environments: [], number: 3 }),
        waits({ cause: "untrusted-creator" }),
        waits({ cause: "failed" }),
        waits({ cause: "other-way", ship: "releases" }),
        waits({ cause: "other-way", ship: "deployments", kind: "release", number: 1, environments: [] }),
        waits({ cause: "baseline" }),
        waits({ cause: "range-unknown" }),
        waits({ cause: "waiting" }),
      ].map(said),
    ).toMatchInlineSnapshot(`
      [
        "None of the 12 deployments went to production: \`stage-eu\` 9, \`shop-eu\` 3 and 7 more environments. -> If one of these is production, say so in \`.github/plimsoll.yml\`, for example \`production: ["shop-eu"]\`.",
        "The only deployment did not go to production: \`web\` 1. -> If one of these is production, say so in \`.github/plimsoll.yml\`, for example \`production: ["web"]\`.",
        "Neither a deployment nor a release was seen. -> Have the job that deploys name its environment (\`environment: production\` in GitHub Actions), or publish releases; \`ship: merges\` in \`.github/plimsoll.yml\` counts merges instead, as a proxy.",
        "No release was seen. -> Publish a release, or take \`ship\` out of \`.github/plimsoll.yml\`.",
        "All 12 deployments went only to environments that GitHub calls transient, as previews are: \`stage-eu\` 9, \`shop-eu\` 3 and 7 more environments. -> File deployments to production without \`transient_environment\`.",
        "3 releases, all of them prereleases. -> Promote one of them to a release once it is in use.",
        "All 12 deployments were filed by accounts that \`creators\` does not list: \`stage-eu\` 9, \`shop-eu\` 3 and 7 more environments. -> Add the account that deploys to \`creators\` in \`.github/plimsoll.yml\`, or take the key out.",
        "No production deployment succeeded: \`stage-eu\` 9, \`shop-eu\` 3 and 7 more environments. -> See why they fail; what they carry counts once one succeeds.",
        "It ships by releases, and there was no release, but 12 deployments to production. -> Set \`ship: deployments\` in \`.github/plimsoll.yml\`.",
        "It ships by deployments, and there was no deployment, but 1 release to production. -> Set \`ship: releases\` in \`.github/plimsoll.yml\`.",
        "The first deployment that is seen links nothing: what it carried was there before. -> Go on: the next deployment counts what was merged since.",
        "The history between one deployment and the next is not known: it was rewritten, or GitHub could not tell it. -> Make the next deployment from the same history; it links again what is merged until then.",
        "None of the 12 deployments to production carries what waits: \`stage-eu\` 9, \`shop-eu\` 3 and 7 more environments. -> Deploy what waits; if it was merged into another branch than the one that is deployed, merge that branch.",
      ]
    `);
  });

  it.each([
    [
      "untrusted-creator",
      "deployment",
      "The only deployment was filed by an account that `creators` does not list",
    ],
    [
      "untrusted-creator",
      "release",
      "The only release was filed by an account that `creators` does not list",
    ],
    ["preview", "release", "The only release is a prerelease."],
  ] as const)("speaks of one as one: %s of a %s", (cause, kind, text) => {
    expect(said(waits({ cause, kind, number: 1, environments: [], moreEnvironments: 0 }))).toContain(text);
  });

  it("is told for every other way in which a week can be 0", () => {
    expect(
      (
        [
          "suspended",
          "past-unread",
          "before-measurement",
          "nothing-merged",
          "none-counts",
          "no-builder",
        ] as const
      )
        .map(other)
        .map(said),
    ).toMatchInlineSnapshot(`
      [
        "The app is suspended, so GitHub tells it nothing. -> Let the app in again in the settings of the account; what it missed is then read.",
        "The past of the repository is still being read. -> Wait; \`plimsoll status\` shows how far it is.",
        "Measurement began after this week, with the first production deployment that was seen. -> Look at a later week.",
        "Nothing was merged. -> Nothing is missing: work counts in the week of its merge.",
        "Nothing that reached production counts. -> See below what was not counted, and why.",
        "Nobody is accountable for what reached production: no account that wrote, merged or approved it is a person's. -> Have people merge or approve; take an account that is a person's off \`bots\` in \`.github/plimsoll.yml\`.",
      ]
    `);
  });

  it("never says that there is nothing to do where environments were seen", () => {
    const environmentCount = {
      kind: "deployment",
      environment: "shop-eu",
      reason: "not-production",
      number: 12,
    } as const;
    const zeroFacts = {
      inWeek: [environmentCount],
      until: [environmentCount],
      ship: "auto",
      isSuspended: false,
      isPastUnread: false,
    } as const;
    const { body } = renderDigest(digestOf(repository([pending(on(WEEK, 1))], { zeroFacts })), {
      ...{ repositoryId: 7, week: WEEK },
    });

    expect(body).toContain("**Why 0:** None of the 12 deployments went to production: `shop-eu` 12.");
    expect(body).toContain(
      '**What to do:** If one of these is production, say so in `.github/plimsoll.yml`, for example `production: ["shop-eu"]`.',
    );
    expect(body).not.toMatch(/What to do:\*\* nothing/i);
  });

  it("names no environments of a repository that not every reader of an organization's digest may see", () => {
    const environmentCount = {
      kind: "deployment",
      environment: "secret-eu",
      reason: "not-production",
      number: 12,
    } as const;
    const zeroFacts = {
      inWeek: [environmentCount],
      until: [environmentCount],
      ship: "auto",
      isSuspended: false,
      isPastUnread: false,
    } as const;
    const digest = digestOf(
      ["acme/api", "acme/secret"].map((name) =>
        repository([pending(on(WEEK, 1))], { repository: name, zeroFacts }),
      ),
      { scope: "acme" },
    );
    const bodyFor = (...visible: readonly string[]) =>
      renderDigest(digest, { installationId: 1, week: WEEK }, { visible: new Set(visible) }).body;

    expect(bodyFor()).not.toContain("secret");
    expect(bodyFor()).toContain("Nothing counts in 2 repositories in which work was merged");
    expect(bodyFor("acme/api")).toContain("| `acme/api` | None of the 12 deployments");
    expect(bodyFor("acme/api")).toContain("1 repository not listed here.");
    expect(bodyFor("acme/api")).not.toContain("acme/secret");
  });

  it("stands on the check run of a change that waits", () => {
    const shipped = becoming("pending");
    const { summary } = renderCheckRun(subjectOf({ state: "merged", shipped, week: WEEK, waiting: SEEN }));

    expect(summary).toContain(
      "- **Waits because:** Around its merge, none of the 12 deployments went to production: `stage-eu` 9, `shop-eu` 3 and 7 more environments.",
    );
    expect(summary).toContain('for example `production: ["shop-eu"]`.');
  });

  it("is not said twice on the check run where production is only waited for", () => {
    const waiting: Waiting = { ...SEEN, cause: "waiting", number: 0, environments: [], moreEnvironments: 0 };
    const shipped = becoming("pending");

    const { summary } = renderCheckRun(subjectOf({ state: "merged", shipped, week: WEEK, waiting }));

    expect(summary).not.toContain("Waits because");
  });
});

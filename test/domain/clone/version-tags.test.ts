import { describe, expect, it } from "vitest";
import { parseVersionTag } from "../../../src/domain/clone/version-tags.ts";

describe("a tag", () => {
  it.each([
    ...[
      "1.2.3",
      "v1.2.3",
      "v1.2",
      "V2.0.0",
      "2024.05.1",
      "2026-04-25",
      "20240501",
      "release-2026-04-25-1556",
    ],
    ...[
      "astro@5.1.2",
      "@astrojs/react@4.2.0",
      "core-v1.2.3",
      "pkg/v1.2.3",
      "pre-commit-v1.2.0",
      "tokio-util-0.7.1",
    ],
    ...[
      "curl-8_0_1",
      "REL_16_0",
      "go1.22.1",
      "swift-5.9-RELEASE",
      "v2.3.4.Final",
      "v1.0.0+build.5",
      "v3.2.post1",
    ],
    ...["1.0.6-cli", "v1.9.1-2", "v6.0.8-devkit", "v2.4.5-patch1", "release-1.0/v1.0.3", "v3.0.4-3-pvops"],
    ...["v1.2.3-alpine", "v2.0.0-debian12", "1.2.3-betamax", "v1.2.3+build-rc1", "v1.2.3-20240501"],
  ])("%s names a release", (name) => {
    expect(parseVersionTag(name)).toBe("release");
  });

  it.each([
    ...[
      "v1.2.3-rc.1",
      "v7.1.0.beta1",
      "7.1.0.rc2",
      "4.2a1",
      "v2.0rc1",
      "1.0.0-M1",
      "1.0-SNAPSHOT",
      "v3.1.0-canary.4",
    ],
    ...[
      "@astrojs/react@4.2.0-beta.1",
      "php-8.2.0RC1",
      "v5.1.2-3-gabc1234",
      "curl-7_5-pre3",
      "nightly-2026-05-01",
    ],
    ...[
      "v1.2.3-next.0",
      "v0.5.0-alpha",
      "rc-1_0_0-1",
      "v0.18.0-0",
      "v1.9.1-0.4.rc4",
      "v1.0.0-beta.11-webpack.2",
    ],
    ...[
      "v1.1.1-next-2772a32",
      "1.2.3-3caf774",
      "1.0.0-cli-rc1",
      "core/v1.0.0-rc.1",
      "hw42_984ffdc0",
      "v1.2.3-a.0",
    ],
  ])("%s names a prerelease", (name) => {
    expect(parseVersionTag(name)).toBe("prerelease");
  });

  it("names a prerelease by each word of one, however it stands behind the numbers", () => {
    const words = [
      "alpha",
      "beta",
      "rc",
      "cr",
      "dev",
      "preview",
      "pre",
      "nightly",
      "canary",
      "snapshot",
      "next",
    ];
    const tags = [...words, "m", "ea", "a", "b", "unstable"].flatMap((word) =>
      ["-", "."].flatMap((mark) =>
        [word, word.toUpperCase(), `${word}1`, `${word}.1`, `cli-${word}-2`].map((end) => mark + end),
      ),
    );

    for (const end of tags) expect([end, parseVersionTag(`core-v1.2.3${end}`)]).toEqual([end, "prerelease"]);
  });

  it.each([
    ...[
      "v1",
      "latest",
      "stable",
      "nightly",
      "before_ftp_statemachine",
      "angular-1.x",
      "v",
      "",
      "issue-12",
      "2024",
    ],
    ...["test/master", "deploy", "ünïcode", "a".repeat(10_000)],
  ])("%.40s names no version", (name) => {
    expect(parseVersionTag(name)).toBeUndefined();
  });
});

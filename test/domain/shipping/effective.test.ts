import { describe, expect, it } from "vitest";
import { isEffectiveFile } from "../../../src/domain/shipping/effective.ts";

describe("a file", () => {
  it.each([
    "src/a.ts",
    "package.json",
    "Dockerfile",
    "docs.ts",
    "src/readme.ts",
    "db/schema.sql",
    ".github/workflows/ci.yml",
  ])("%s counts", (path) => {
    expect(isEffectiveFile(path)).toBe(true);
  });

  it.each([
    "README.md",
    "docs/guide/setup.png",
    "CHANGELOG",
    "LICENSE.txt",
    "package-lock.json",
    "app/Gemfile.lock",
    "go.sum",
    "vendor/github.com/x/y.go",
    "web/node_modules/a/index.js",
    "assets/app.min.js",
    "api/service.pb.go",
    "test/__snapshots__/a.test.ts.snap",
  ])("%s does not count", (path) => {
    expect(isEffectiveFile(path)).toBe(false);
  });
});

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

describe("the page on security", () => {
  it("lists the permissions that the App asks for, and no others", () => {
    const page = readFileSync("SECURITY.md", "utf8");
    const listed = [...page.matchAll(/^\| `(\w+): (\w+)` \|/gm)].map(([, name, level]) => [name, level]);
    const { default_permissions: asked } = parse(readFileSync("app.yml", "utf8"));

    expect(Object.fromEntries(listed)).toEqual(asked);
  });
});

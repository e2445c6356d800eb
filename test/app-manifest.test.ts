import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { PAYLOADS } from "../src/github/payloads.ts";

const manifest = parse(readFileSync("app.yml", "utf8"));

/** The permission that each event needs: docs.github.com, "Webhook events and payloads". */
const PERMISSIONS: Readonly<Record<string, string>> = {
  pull_request: "pull_requests",
  pull_request_review: "pull_requests",
  push: "contents",
  release: "contents",
  merge_group: "merge_queues",
  repository: "metadata",
  deployment_status: "deployments",
  check_run: "checks",
  check_suite: "checks",
};

describe("app.yml", () => {
  it("subscribes to the events that are handled, but those that every App is sent", () => {
    const handled = Object.keys(PAYLOADS).filter((event) => !event.startsWith("installation"));

    expect(manifest.default_events.toSorted()).toEqual(handled.toSorted());
  });

  it.each<string>(manifest.default_events)("has the permission that %s needs", (event) => {
    expect(manifest.default_permissions).toHaveProperty(PERMISSIONS[event] ?? "none");
  });

  it("may write check runs and issues, and nothing else", () => {
    expect(manifest.default_permissions).toEqual({
      metadata: "read",
      contents: "read",
      pull_requests: "read",
      deployments: "read",
      merge_queues: "read",
      checks: "write",
      issues: "write",
    });
  });
});

import { Octokit } from "@octokit/rest";
import nock from "nock";
import { afterEach, beforeEach, expect } from "vitest";
import { API, serveNotesRef } from "../../dev/simulation/world/world.ts";
import type { ContentLimit } from "../../src/github/content-limit.ts";
import { limitContent } from "../../src/github/octokit.ts";

const QUIET = { debug() {}, info() {}, warn() {}, error() {} };

/** A client of the GitHub that nock answers for. */
export const octokit = new Octokit({ baseUrl: API, log: QUIET });

/** The same client as an installation's, held to a quota of writes, and not paced besides. */
export function limitedClient(limit: ContentLimit, installationId = 1): Octokit {
  const Limited = Octokit.plugin(limitContent(limit));
  const authStrategy = () =>
    Object.assign(async () => ({}), { hook: (send: Send, asked: object) => send(asked) });
  return new Limited({ baseUrl: API, log: QUIET, authStrategy, auth: { installationId } });
}

type Send = (asked: object) => Promise<unknown>;

/** Refuses every request that a test did not announce, and wants every announced one to be made; there are no notes of git-ai unless told. */
export function useNock(): void {
  beforeEach(() => {
    nock.disableNetConnect();
    serveNotesRef(false);
  });
  afterEach(() => {
    const pending = nock.pendingMocks();
    nock.cleanAll();
    nock.enableNetConnect();
    expect(pending).toEqual([]);
  });
}

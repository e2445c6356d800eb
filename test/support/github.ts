import { Octokit } from "@octokit/rest";
import nock from "nock";
import { afterEach, beforeEach, expect } from "vitest";
import { API } from "./world.ts";

const QUIET = { debug() {}, info() {}, warn() {}, error() {} };

/** A client of the GitHub that nock answers for. */
export const octokit = new Octokit({ baseUrl: API, log: QUIET });

/** Refuses every request that a test did not announce, and wants every announced one to be made. */
export function useNock(): void {
  beforeEach(() => nock.disableNetConnect());
  afterEach(() => {
    const pending = nock.pendingMocks();
    nock.cleanAll();
    nock.enableNetConnect();
    expect(pending).toEqual([]);
  });
}

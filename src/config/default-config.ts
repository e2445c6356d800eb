import { DEFAULT_ATTRIBUTION } from "../domain/attribution/attribution-rules.ts";
import { DEFAULT_POLICY } from "../domain/policy.ts";
import { NOTHING_DECLARED } from "../domain/spend/declared.ts";
import type { Config } from "./config.ts";

/** The config of a repository without one: that of an empty file, without the time to load its parser. */
export const DEFAULT_CONFIG: Config = {
  ...DEFAULT_POLICY,
  ...DEFAULT_ATTRIBUTION,
  ship: "auto",
  production: undefined,
  services: [],
  exclude: [],
  bots: [],
  creators: [],
  timezone: "UTC",
  scopes: [],
  spend: NOTHING_DECLARED,
};

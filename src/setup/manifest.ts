import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import type { Answers } from "./answers.ts";

/** The package's own file, from wherever the process was started. */
const APP_YML = new URL("../../app.yml", import.meta.url);

const appYml = z.looseObject({
  default_permissions: z.record(z.string(), z.enum(["read", "write"])),
  default_events: z.array(z.string()),
});

/** The manifest from which GitHub creates an App: docs.github.com, "Registering a GitHub App from a manifest". */
export interface Manifest extends z.infer<typeof appYml> {
  readonly name: string;
  readonly url: string;
  readonly hook_attributes: { readonly url: string; readonly active: true };
  readonly redirect_url: string;
  readonly setup_url: string;
  readonly setup_on_update: false;
  readonly public: false;
}

/** Loads the permissions and events that the App asks GitHub for. */
export function askedOfGitHub(): Pick<Manifest, "default_permissions" | "default_events"> {
  return appYml.parse(parse(readFileSync(APP_YML, "utf8")));
}

/** Makes the manifest of an App. GitHub sends events and the browser to the public address alone. */
export function createManifest({ name, publicUrl }: Answers): Manifest {
  return {
    ...askedOfGitHub(),
    name,
    url: `${publicUrl}/installed`,
    hook_attributes: { url: `${publicUrl}/api/github/webhooks`, active: true },
    redirect_url: `${publicUrl}/setup/done`,
    setup_url: `${publicUrl}/installed`,
    setup_on_update: false,
    // Only the account that owns the App can install it: this server is nobody else's.
    public: false,
  };
}

/** The address where GitHub accepts a manifest, for an organization or the user's own account. */
export function manifestTarget(origin: string, { organization }: Answers, state: string): string {
  const owner = organization === "" ? "" : `/organizations/${organization}`;
  return `${origin}${owner}/settings/apps/new?state=${state}`;
}

import { parseDocument } from "yaml";
import { z } from "zod";
import type { Agent } from "../domain/attribution/agent.ts";

const lowered = z.string().trim().min(1).toLowerCase();

/** An organization's own agent, in the shape of a row of the table of agents. */
const agent = z.strictObject({
  /** What people read. */
  name: z.string().trim().min(1).max(60),
  /** Exact e-mail addresses with which only this agent signs. */
  emails: z.array(z.email().toLowerCase()).default([]),
  /** GitHub logins under which only this agent works. */
  logins: z.array(lowered).default([]),
  /** Keys of trailers that only this agent writes; with values, one of them must occur. */
  trailers: z
    .array(z.strictObject({ key: lowered.regex(/^[a-z0-9-]+$/), values: z.array(lowered).min(1).optional() }))
    .default([]),
  /** How its generator line begins. Short beginnings would match ordinary prose. */
  footers: z
    .array(lowered.refine((line) => (line.match(/[a-z]/g)?.length ?? 0) >= 5, "needs at least five letters"))
    .default([]),
  /** Names of it that no person and no ordinary thing bears. */
  names: z.array(lowered.min(3)).default([]),
});

const config = z.strictObject({
  /** In-house agents by id: lower-case letters, digits and hyphens. */
  agents: z.record(z.string().regex(/^[a-z][a-z0-9-]*$/), agent).default({}),
});

/** What a repository's `.github/plimsoll.yml` says. */
export interface Config {
  readonly agents: readonly Agent[];
}

/** The config cannot be used; the message names each key that is wrong, one a line. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** Parses a config file's text. Throws a `ConfigError`; an empty file is a config of defaults. */
export function parseConfig(text: string): Config {
  const document = parseDocument(text);
  const [syntax] = document.errors;
  if (syntax !== undefined) throw new ConfigError(`not YAML: ${syntax.message.split("\n")[0]}`);
  const { data, error } = config.safeParse(document.toJS() ?? {});
  if (error !== undefined) {
    throw new ConfigError(
      error.issues.map(({ path, message }) => `${path.join(".") || "file"}: ${message}`).join("\n"),
    );
  }
  return { agents: Object.entries(data.agents).map(toRow) };
}

function toRow([id, { name, emails, logins, trailers, footers, names }]: [
  string,
  z.infer<typeof agent>,
]): Agent {
  return {
    ...{ id, name, vendor: "in-house", names, footers, source: "config" },
    emails: emails.map((address) => ({ address })),
    accounts: logins.map((login) => ({ login })),
    trailers: trailers.map(({ key, values }) => (values === undefined ? { key } : { key, values })),
  };
}

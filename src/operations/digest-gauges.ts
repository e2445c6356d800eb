import { Gauge, type Registry } from "prom-client";
import type { Digest } from "../domain/metric/digest.ts";

/** A digest as published, and whose it is. */
export interface PublishedNumbers {
  readonly installationId: number;
  /** `undefined` for the digest of an organization. */
  readonly repositoryId: number | undefined;
  readonly digest: Digest;
  /** The start of its week. */
  readonly startsAt: Date;
}

/** `null` where the digest withholds the figure: then there is no gauge. */
type Reading = readonly [help: string, read: (published: PublishedNumbers) => number | null];

const READINGS: Readonly<Record<string, Reading>> = {
  plimsoll_digest_week_timestamp_seconds: [
    "Start of the newest complete week of a published digest, in seconds since 1970",
    ({ startsAt }) => startsAt.getTime() / 1000,
  ],
  plimsoll_digest_normalized_deployments: [
    "Normalized deployments of that week",
    ({ digest }) => digest.normalizedDeployments.total,
  ],
  plimsoll_digest_ai_assisted_normalized_deployments: [
    "AI-assisted part of the normalized deployments of that week",
    ({ digest }) => digest.normalizedDeployments.aiAssisted,
  ],
  plimsoll_digest_net_changes: ["Net changes of that week", ({ digest }) => digest.changes.net],
  plimsoll_digest_undone_changes: ["Undone changes of that week", ({ digest }) => digest.changes.undone],
  plimsoll_digest_builders: ["Builders of that week", ({ digest }) => digest.builders.count],
};

/** Registers gauges of published digests: of each repository and organization, the newest complete week. */
export function registerDigestGauges(registry: Registry): (published: PublishedNumbers) => void {
  const gauges = Object.entries(READINGS).map(([name, [help, read]]) => {
    const labelNames = ["installation", "repository"];
    return { gauge: new Gauge({ name, help, labelNames, registers: [registry] }), read };
  });
  const newest = new Map<string, PublishedNumbers>();
  return (published) => {
    const { installationId: installation, repositoryId: repository = "", digest } = published;
    const key = `${installation}/${repository}`;
    const shown = newest.get(key);
    // The issues of earlier weeks are still edited.
    if (digest.state === "open" || (shown !== undefined && digest.week < shown.digest.week)) return;
    newest.set(key, published);
    for (const { gauge, read } of gauges) {
      const value = read(published);
      if (value === null) gauge.remove({ installation, repository });
      else gauge.set({ installation, repository }, value);
    }
  };
}

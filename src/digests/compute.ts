import { type Digest, digestWeek } from "../domain/metric/digest.ts";
import { sealedFor } from "../domain/metric/sealed.ts";
import type { Stores } from "../storage/stores.ts";
import type { DigestRequest } from "./digest-request.ts";
import { measureAll, together } from "./measure.ts";
import { scopesIn } from "./scopes.ts";
import { computeSpend, findSpend, type SpendStores } from "./spend.ts";
import { loadSubject } from "./subject.ts";

/** The stores for computing a digest. */
export type DigestStores = SpendStores &
  Pick<
    Stores,
    | "histories"
    | "backfills"
    | "installations"
    | "rules"
    | "settings"
    | "scopes"
    | "codeOwners"
    | "digests"
    | "seals"
  >;

/** Computes one week's digest of a repository or of an organization from stored facts. */
export async function computeDigest(stores: DigestStores, request: DigestRequest): Promise<Digest> {
  const { week, now } = request;
  const subject = await loadSubject(stores, request);
  const { name, repositories, zone, place, readers } = subject;
  const sealed = "owner" in request ? undefined : await stores.seals.find(request.repository.id, week);
  // A repository may have been renamed since its week was sealed.
  if (sealed !== undefined) return { ...sealedFor(sealed, readers), scope: name };
  const span = { week, zone, now };
  const found = "owner" in request ? await findSpend(stores, request) : undefined;
  const { measured, warnings } = together(await measureAll(stores, repositories, span));
  const published = place && (await stores.digests.listTotals(place));
  const digest = digestWeek(measured, {
    ...readers,
    ...span,
    scope: name,
    scopes: scopesIn(subject, span),
    published,
    warnings,
  });
  if (found === undefined) return digest;
  const work = { repositories, measured, span, readers, name };
  return { ...digest, spend: await computeSpend(stores, found, work) };
}

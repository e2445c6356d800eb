import type { Digest, DigestQuery } from "../../src/domain/metric/digest.ts";
import type { Measured } from "../../src/domain/metric/measured.ts";
import { type RenderedDigest, renderDigest } from "../../src/render/digest/issue.ts";
import { digestSections } from "../../src/render/digest/markdown.ts";
import type { DigestOptions } from "../../src/render/digest/options.ts";
import { digestOf, WEEK } from "../simulation/examples/records.ts";
import { NO_SETTINGS } from "../simulation/examples/subjects.ts";
import { DEFINITION_URL } from "./texts.ts";

/** A digest issue, and the names of the sections that it shows. */
export interface Exhibit extends RenderedDigest {
  readonly sections: readonly string[];
  readonly digest: Digest;
}

/** What an exhibit has beside its history. */
interface Rest {
  readonly query?: Partial<DigestQuery>;
  readonly options?: DigestOptions;
  readonly change?: (digest: Digest) => Digest;
}

/** The digest issue of some history. */
export function issue(
  measured: Measured | readonly Measured[],
  { query = {}, options = {}, change = (digest) => digest }: Rest = {},
): Exhibit {
  const digest = change(digestOf(measured, { isOwnReader: false, ...query }));
  const key = { repositoryId: 7, week: WEEK };
  const shown = { settings: NO_SETTINGS, definitionUrl: DEFINITION_URL, ...options };
  return { ...renderDigest(digest, key, shown), sections: [...digestSections(digest, shown).keys()], digest };
}

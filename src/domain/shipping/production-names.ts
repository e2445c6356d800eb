/** Words for production, in English and in the other languages that public workflows use. */
const PRODUCTION = new Set(["production", "prod", "prd", "live", "producao", "produccion", "produktion"]);

/**
 * Words that deny production: `production-preview` is a preview, and `prod-approval` only waits for somebody.
 *
 * A canary, a region or a fallback of production serves people, so such words deny nothing.
 */
const DENIALS = new Set([
  // Stages before production
  ...["staging", "staged", "stage", "stg", "preview", "previews", "pr", "prs", "review"],
  ...["test", "tests", "testing", "tst", "qa", "uat", "sit", "e2e", "smoke", "acceptance", "homolog", "hml"],
  ...["dev", "devel", "develop", "development", "local", "ci", "sandbox", "sbx", "demo", "demos"],
  // Negations of production
  ...["non", "not", "pre", "like", "nonprod", "nonprd", "nonproduction", "nonlive"],
  ...["preprod", "preprd", "preproduction", "prelive", "shadow", "mirror", "mock", "fake", "dummy"],
  // Jobs that name an environment for its secrets, or to wait for an approval
  ...["check", "checks", "lint", "plan", "diff", "build", "dryrun", "dry", "rehearsal"],
  ...["approval", "approvals", "approve", "approver", "approvers", "gate", "gates"],
]);

/** GitHub's names have at most 255 characters. Longer ones are cut. */
const LONGEST = 255;

/** The beginning of a word without a separator before it: `ShopProd`, `EUProd`, `prod1EU`. */
const HUMP = /(?<=\p{Ll}\p{N}{0,3})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu;
const NOT_A_WORD = /[^\p{L}\p{N}]+/u;
const NUMBER_AT_END = /(?<=\p{L})\p{N}{1,9}$/u;

/**
 * Whether one of the words of an environment's name means production, in any place, and none denies it: `shop-prod`,
 * `prod1`, `storefront (Production)`, `productionEU`.
 *
 * GitHub sets `production_environment` by itself only for the exact name `production`, so for most environments only
 * the name can decide.
 */
export function namesProduction(environment: string): boolean {
  return wordsOf(environment).some((word) => PRODUCTION.has(word)) && !deniesProduction(environment);
}

/** Whether a word of a name denies production. */
export function deniesProduction(environment: string): boolean {
  return wordsOf(environment).some((word) => DENIALS.has(word));
}

/** The words of a name without case, accents, or a number at their end. */
function wordsOf(name: string): string[] {
  // The compatible form makes `Ｐｒｏｄ` into `Prod`, and takes accents from their letters.
  const plain = name
    .slice(0, LONGEST)
    .normalize("NFKD")
    .replaceAll(/\p{M}+/gu, "");
  return plain
    .replaceAll(HUMP, " ")
    .split(NOT_A_WORD)
    .map((word) => word.toLowerCase().replace(NUMBER_AT_END, ""));
}

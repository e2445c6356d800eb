/** No commit names more pull requests. */
const MOST_NAMES = 5;

const REPOSITORY = String.raw`[\w.-]{1,100}\/[\w.-]{1,100}`;
const ADDRESS = `https://[^\\s/]{1,100}/(${REPOSITORY})/pull/(\\d{1,9})/?`;
const CLOSES = "(?:this )?(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?";
const END = String.raw`[.:)]?[ \t]{0,9}$`;
const FROM = ` from .{1,300}${END}`;
/** pytorch, ghstack and Phabricator's mirrors; FreeBSD; node.js; OpenSSL; Google's copybara. */
const LANDS = String.raw`(?:pull request resolved: |pull[- ]request: |pr-url: |\(?merged[- ]from:? |copybara_integrate_review=)`;

/** Names that only pull requests have. Apache's merge scripts name the branch too, and Go's mirror has its own word. */
const AS_PULLS = [
  `${LANDS}${ADDRESS}(?:${FROM}|${END})`,
  `closes ()#(\\d{1,9})${FROM}`,
  `github-pull-request: (${REPOSITORY})#(\\d{1,9})${END}`,
];
/** Names that issues have, too. */
const AS_ANYTHING = [
  `${CLOSES} ${ADDRESS}${END}`,
  `${CLOSES} ((?:${REPOSITORY})?)#(\\d{1,9})(?: and squashes .{1,100})?${END}`,
];
const PULL = AS_PULLS.map(toExpression);
const ANYTHING = AS_ANYTHING.map(toExpression);
const SIGNS = /\/pull\/|closes #|github-pull-request/i;
const SUBJECT = /\(#(\d{1,9})\)[ \t]{0,9}$/;

/** The pull requests that a commit's message names as landed, as `#12` or `owner/name#12`. Some may be issues. */
export function namedPulls(message: string): string[] {
  const [subject = ""] = message.split("\n", 1);
  const inSubject = SUBJECT.exec(subject)?.[1];
  const below = [...found(message, PULL), ...found(message, ANYTHING)];
  const names = below.map(([repository, number]) => `${repository}#${number}`);
  return [...new Set([...(inSubject === undefined ? [] : [`#${inSubject}`]), ...names])].slice(0, MOST_NAMES);
}

/** The one pull request that a message names as landed below its subject, in words that no issue has: `#12`. */
export function landedPull(message: string): string | undefined {
  // A quick test first: most messages name nothing, and whole histories are read.
  if (!SIGNS.test(message)) return undefined;
  const [only, ...others] = new Set(found(message, PULL).map(([, number]) => `#${number}`));
  return others.length === 0 ? only : undefined;
}

function found(message: string, forms: readonly RegExp[]): [repository: string, number: string][] {
  return forms.flatMap((form) =>
    [...message.matchAll(form)].map(([, repository = "", number = ""]): [string, string] => [
      repository,
      number,
    ]),
  );
}

function toExpression(form: string): RegExp {
  return new RegExp(`^${form}`, "gim");
}

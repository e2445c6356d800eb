import type { Digest } from "../../domain/metric/digest.ts";
import type { NotificationMessage } from "../../domain/notification.ts";
import type { SpendFinding } from "../../domain/spend/alerts.ts";
import { headlineText } from "../digest/headline/section.ts";
import { digestSections } from "../digest/markdown.ts";
import type { DigestOptions } from "../digest/options.ts";
import { spendAlertLines } from "../spend-alerts.ts";
import { plain, withoutMarks } from "../text.ts";

/** Slack's limit for a header. */
const LONGEST_TITLE = 150;
/** Within the limits of Slack and Teams (`forms.ts`): an escaped sign is five for Slack. A name has at most 100 letters. */
const [LONGEST_LINE, MOST_LINES] = [590, 12];

/** The sections that a phone shows first, below the number: whether it changed, and what to do. */
const BELOW = ["verdict", "next"];

/** The first screen of a digest, with the title and the address of its issue. */
export function digestMessage(
  digest: Digest,
  options: DigestOptions,
  { title, url }: { readonly title: string; readonly url: string },
): NotificationMessage {
  const sections = digestSections(digest, options);
  const lines = [headlineText(digest), ...BELOW.flatMap((name) => sections.get(name) ?? [])];
  return message("digest", title, lines, url);
}

/** Alerts about the spend of an owner, with the address of its newest digest. */
export function alertMessage(
  findings: readonly SpendFinding[],
  { owner, url }: { readonly owner: string; readonly url: string | undefined },
): NotificationMessage {
  return message("alert", `Plimsoll · ${owner} · what AI tools cost`, spendAlertLines(findings), url);
}

function message(
  kind: NotificationMessage["kind"],
  title: string,
  lines: readonly string[],
  url: string | undefined,
): NotificationMessage {
  const kept = lines.length > MOST_LINES ? lines.slice(0, MOST_LINES - 1) : lines;
  const left = lines.length - kept.length;
  return {
    kind,
    title: plain(title, LONGEST_TITLE - 1),
    lines: [...kept, ...(left > 0 ? [`and ${left} more`] : [])].map((line) =>
      plain(withoutMarks(line), LONGEST_LINE),
    ),
    url,
  };
}

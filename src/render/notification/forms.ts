import type { NotificationFormat, NotificationMessage } from "../../domain/notification.ts";

/** Renders the body of a request, as JSON. The same notification always has the same body. */
export function renderNotification(
  format: NotificationFormat,
  message: NotificationMessage,
  createdAt: Date,
): string {
  return JSON.stringify(FORMS[format](message, createdAt));
}

const FORMS: Readonly<Record<NotificationFormat, (message: NotificationMessage, createdAt: Date) => object>> =
  { json, slack, teams };

const TYPES = { digest: "digest.published", alert: "spend.alert" } as const;

/** The version of the form in JSON. It is raised when a key changes its meaning or goes; a new key needs none. */
const VERSION = 1;

/** The members that Standard Webhooks recommends, and a version. docs/operations.md has an example. */
function json({ kind, ...data }: NotificationMessage, createdAt: Date): object {
  return { type: TYPES[kind], version: VERSION, timestamp: createdAt.toISOString(), data };
}

/**
 * Blocks of plain text, in which Slack reads no markup. The text of the push notification is the title.
 *
 * A link is a line of ours: a button would ask for an app with interactivity. A header has at most 150 characters, the
 * text of a section 3,000, and a message 50 blocks. All blocks together have at most about 13,000, by a report of users.
 *
 * https://docs.slack.dev/reference/block-kit/blocks/header-block
 * https://docs.slack.dev/reference/block-kit/composition-objects/text-object
 * https://github.com/slackapi/bolt-js/issues/2509
 */
function slack({ title, lines, url }: NotificationMessage): object {
  const text = (content: string) => ({ type: "plain_text", text: escaped(content), emoji: false });
  const link = { type: "mrkdwn", text: `<${escaped(url ?? "")}|Open the issue>`, verbatim: true };
  return {
    text: escaped(title),
    mrkdwn: false,
    blocks: [
      { type: "header", text: text(title) },
      ...lines.map((line) => ({ type: "section", text: text(line) })),
      ...(url === undefined ? [] : [{ type: "section", text: link }]),
    ],
  };
}

/** Without these three signs Slack finds no link, no mention and no `<!channel>`. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/**
 * An Adaptive Card of runs of text: those have no Markdown, which a `TextBlock` has.
 *
 * Teams renders cards up to version 1.5, with `Action.OpenUrl`. Its workflows take no other kind of card, and about 28 kB;
 * a client of others measured 21 kB.
 *
 * https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference
 * https://learn.microsoft.com/connectors/teams/
 */
function teams({ title, lines, url }: NotificationMessage): object {
  const run = (text: string, style: object = {}) => {
    return { type: "RichTextBlock", inlines: [{ type: "TextRun", text, ...style }] };
  };
  const content = {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.4",
    body: [run(title, { weight: "Bolder", size: "Medium" }), ...lines.map((line) => run(line))],
    actions: url === undefined ? [] : [{ type: "Action.OpenUrl", title: "Open the issue", url }],
  };
  const contentType = "application/vnd.microsoft.card.adaptive";
  return { type: "message", attachments: [{ contentType, contentUrl: null, content }] };
}

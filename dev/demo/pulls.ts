import type { Commit } from "../simulation/emulated/history.ts";

/** What one person proposes: the commits as they and their tools write them. */
export interface Proposal {
  readonly by: string;
  readonly branch: string;
  readonly title: string;
  readonly commits: readonly Commit[];
}

const CLAUDE = "Co-Authored-By: Claude Opus 4.8 <noreply@anthropic.com>";
const COPILOT = "Co-authored-by: Copilot <223556219+Copilot@users.noreply.github.com>";
const CURSOR = "Co-authored-by: Cursor <cursoragent@cursor.com>";
const CODEX = "Co-authored-by: Codex <noreply@openai.com>";
const AIDER = { name: "Amara Diallo (aider)", email: "amara@acme.example" };
const DEPENDABOT = { name: "dependabot[bot]", email: "49699333+dependabot[bot]@users.noreply.github.com" };

/** The pull requests of the story, in the order they are opened; the revert is made from the one it reverts. */
export const pulls = {
  storefront: {
    by: "amara",
    branch: "storefront",
    title: "Set up the storefront",
    commits: [
      commit("Set up the storefront", {
        "src/server/server.ts": 60,
        "src/catalogue.ts": 45,
        "package.json": 20,
      }),
    ],
  },
  stock: {
    by: "bjorn",
    branch: "stock",
    title: "Show the stock of a product",
    commits: [
      commit("Read stock from the warehouse", { "src/warehouse.ts": 38 }, CLAUDE),
      commit("Show the stock of a product", { "src/catalogue.ts": 52 }),
    ],
  },
  quantities: {
    by: "chiyo",
    branch: "negative-quantities",
    title: "Reject negative quantities",
    commits: [
      commit("Reject negative quantities", { "src/cart.ts": 24 }),
      commit("Test quantities at the limits", { "test/cart.test.ts": 30 }),
    ],
  },
  zod: {
    by: "dependabot[bot]",
    branch: "dependabot/npm_and_yarn/zod-4.6.7",
    title: "Bump zod from 4.6.6 to 4.6.7",
    commits: [
      {
        ...commit(
          "Bump zod from 4.6.6 to 4.6.7",
          { "package.json": 21, "package-lock.json": 90 },
          "Signed-off-by: dependabot[bot] <support@github.com>",
        ),
        author: DEPENDABOT,
      },
    ],
  },
  rates: {
    by: "dario",
    branch: "cache-rates",
    title: "Cache exchange rates for an hour",
    commits: [commit("Cache exchange rates for an hour", { "src/rates.ts": 66 }, COPILOT)],
  },
  releasing: {
    by: "esther",
    branch: "how-to-release",
    title: "Describe how to release",
    commits: [commit("Describe how to release", { "docs/releasing.md": 35 })],
  },
  sizes: {
    by: "amara",
    branch: "filter-by-size",
    title: "Filter products by size",
    commits: [commit("Filter products by size", { "src/filter.ts": 71, "test/filter.test.ts": 40 }, CURSOR)],
  },
  address: {
    by: "amara",
    branch: "filter-in-address",
    title: "Keep the filter in the address bar",
    commits: [commit("Keep the filter in the address bar", { "src/address-bar.ts": 18 })],
  },
  confirmation: {
    by: "esther",
    branch: "order-confirmation",
    title: "Send an order confirmation",
    commits: [
      commit("Send an order confirmation", { "src/mail.ts": 83 }, CLAUDE),
      commit("Word the confirmation", { "src/confirmation.ts": 22 }),
      commit("Retry when the mail server is busy", { "src/retry.ts": 27 }, CLAUDE),
    ],
  },
  invoices: {
    by: "chiyo",
    branch: "number-invoices",
    title: "Number invoices without gaps",
    commits: [commit("Number invoices without gaps", { "src/invoices.ts": 47 })],
  },
  express: {
    by: "bjorn",
    branch: "express-delivery",
    title: "Offer express delivery",
    commits: [commit("Offer express delivery", { "src/delivery.ts": 58, "src/cart.ts": 29 }, COPILOT)],
  },
  search: {
    by: "farid",
    branch: "search-index",
    title: "Search with an index",
    commits: [commit("Search with an index", { "src/search.ts": 94 }, CODEX)],
  },
  remember: {
    by: "chiyo",
    branch: "remember-address",
    title: "Remember the delivery address",
    commits: [commit("Remember the delivery address", { "src/profile.ts": 41 }, CLAUDE)],
  },
  logout: {
    by: "dario",
    branch: "log-out-everywhere",
    title: "Log out on every device",
    commits: [commit("Log out on every device", { "src/session.ts": 33 })],
  },
  tax: {
    by: "amara",
    branch: "prices-with-tax",
    title: "Show prices with tax",
    commits: [{ ...commit("feat: show prices with tax", { "src/prices.ts": 49 }), author: AIDER }],
  },
  newsletter: {
    by: "esther",
    branch: "newsletter",
    title: "Ask before the newsletter",
    commits: [commit("Ask before the newsletter", { "src/newsletter.ts": 26 })],
  },
  giftCards: {
    by: "bjorn",
    branch: "gift-cards",
    title: "Sell gift cards",
    commits: [commit("Sell gift cards", { "src/gift-cards.ts": 77 })],
  },
  wishlist: {
    by: "chiyo",
    branch: "wish-list",
    title: "Share a wish list",
    commits: [commit("Share a wish list", { "src/wish-list.ts": 54 }, CLAUDE)],
  },
} as const satisfies Record<string, Proposal>;

/** What bjorn adds to the gift cards while they are in review. */
export const giftCardsReviewed: readonly Commit[] = [
  commit("Check the balance of a gift card", { "src/gift-cards.ts": 91 }, COPILOT),
];

/** A commit with that many lines in each file. */
function commit(subject: string, lines: Readonly<Record<string, number>>, trailer?: string): Commit {
  const files = Object.entries(lines).map(([path, count]) => [path, `// ${subject}\n`.repeat(count)]);
  const message = trailer === undefined ? subject : `${subject}\n\n${trailer}`;
  return { message, files: Object.fromEntries(files) };
}

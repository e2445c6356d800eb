import type { Agent } from "./agent.ts";

/**
 * AI reviewers. As a co-author they mean that a person committed their suggestion; as an author, their own work.
 * Each row says where its forms come from.
 */
export const REVIEWERS: readonly Agent[] = [
  {
    id: "coderabbit",
    name: "CodeRabbit",
    vendor: "CodeRabbit",
    role: "reviewer",
    accounts: [{ id: 136622811, login: "coderabbitai[bot]", suggests: true }],
    names: ["coderabbitai", "coderabbit"],
    source: "[seen] 13 repositories",
  },
  {
    id: "ellipsis",
    name: "Ellipsis",
    vendor: "Ellipsis",
    role: "reviewer",
    accounts: [{ id: 65095814, login: "ellipsis-dev[bot]", suggests: true }],
    source: "[seen] 4 repositories",
  },
  {
    id: "cubic",
    name: "cubic",
    vendor: "cubic",
    role: "reviewer",
    emails: [{ address: "contact@cubic.dev" }],
    accounts: [{ id: 191113872, login: "cubic-dev-ai[bot]", suggests: true }],
    source: "[seen] 3 repositories",
  },
  {
    id: "greptile",
    name: "Greptile",
    vendor: "Greptile",
    role: "reviewer",
    accounts: [{ id: 165735046, login: "greptile-apps[bot]", suggests: true }],
    source: "[seen] 7 repositories",
  },
  {
    id: "graphite-review",
    name: "Graphite",
    vendor: "Graphite",
    role: "reviewer",
    accounts: [{ id: 96075541, login: "graphite-app[bot]", suggests: true, neverAuthor: true }], // as author: stacks and submodules
    source: "[seen]",
  },
  {
    id: "sourcery",
    name: "Sourcery",
    vendor: "Sourcery",
    role: "reviewer",
    accounts: [{ id: 58596630, login: "sourcery-ai[bot]", suggests: true }],
    source: "[seen]",
  },
  {
    id: "qodo",
    name: "Qodo",
    vendor: "Qodo",
    role: "reviewer",
    accounts: [{ id: 151058649, login: "qodo-code-review[bot]", suggests: true }],
    source: "[seen] JabRef/jabref",
  },
  {
    id: "gemini-code-assist",
    name: "Gemini Code Assist",
    vendor: "Google",
    role: "reviewer",
    accounts: [{ id: 176961590, login: "gemini-code-assist[bot]", suggests: true }],
    names: ["gemini code assist"],
    source: "[seen] 8 repositories",
  },
  {
    id: "vercel-agent",
    name: "Vercel Agent",
    vendor: "Vercel",
    role: "reviewer",
    accounts: [
      // As author also codemods and security bumps.
      {
        id: 35613825,
        login: "vercel[bot]",
        suggests: true,
        neverAuthor: true,
        authorSays: "this commit fixes the issue reported at",
      },
    ],
    source: "[seen] 5 repositories",
  },
  {
    id: "sentry-seer",
    name: "Sentry Seer",
    vendor: "Sentry",
    role: "agent",
    accounts: [
      { id: 39604003, login: "sentry[bot]" },
      { login: "seer-by-sentry[bot]", suggests: true },
    ],
    source: "[seen] getsentry/sentry-javascript",
  },
];

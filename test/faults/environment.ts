import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WEBHOOK_SECRET } from "../../dev/simulation/plimsoll.ts";

/** A GitHub that knows the App of a server, which another process can be. */
export interface AppGitHub {
  readonly appId: number;
  readonly privateKey: string;
  setWebhookUrl(url: string): Promise<void>;
}

/** A new database file, as `DATABASE_URL` names it. */
export function newDatabase(): string {
  return `file:${join(mkdtempSync(join(tmpdir(), "plimsoll-faults-")), "plimsoll.db")}`;
}

/** Where a server keeps what it knows, and where it finds its GitHub. */
export interface Place {
  readonly databaseUrl: string;
  readonly url: string;
}

/** The environment of a server that is the App of a GitHub. */
export function environmentOf(
  { github }: { readonly github: Pick<AppGitHub, "appId" | "privateKey"> },
  { databaseUrl, url }: Place,
): Record<string, string> {
  return {
    ...{ APP_ID: String(github.appId), PRIVATE_KEY: github.privateKey, WEBHOOK_SECRET },
    ...{
      PSEUDONYM_KEY: "p".repeat(64),
      DATABASE_URL: databaseUrl,
      GITHUB_API_URL: url,
      HOST: "127.0.0.1",
      PORT: "0",
    },
  };
}

import { generateKeyPairSync } from "node:crypto";
import { pino } from "pino";
import { type Plimsoll, type PlimsollOptions, startPlimsoll } from "../../src/server/server.ts";

/** Starts a server whose store is in memory, and which reaches no GitHub. */
export async function startInMemory(
  secret: string,
  rest: Partial<PlimsollOptions["env"]> = {},
): Promise<Plimsoll> {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return startPlimsoll({
    env: {
      APP_ID: 1,
      PRIVATE_KEY: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
      WEBHOOK_SECRET: secret,
      DATABASE_URL: "file::memory:",
      HOST: "127.0.0.1",
      PORT: 0,
      GITHUB_API_URL: "http://127.0.0.1:1",
      LOG_LEVEL: "silent",
      PUBLIC_URL: undefined,
      ...rest,
    },
    log: pino({ level: "silent" }),
  });
}

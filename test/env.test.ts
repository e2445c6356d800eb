import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { describe, expect, it } from "vitest";
import { EnvError, lacksCredentials, readServerEnv, readSetupEnv, readStorageEnv } from "../src/env.ts";
import { notifyVariables, spendVariables } from "../src/env-values.ts";

const PRIVATE_KEY = generateKeyPairSync("rsa", { modulusLength: 2048 })
  .privateKey.export({ type: "pkcs1", format: "pem" })
  .toString();
const EC_KEY = generateKeyPairSync("ec", {
  namedCurve: "P-256",
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
}).privateKey;
const ENV = { APP_ID: "12", PRIVATE_KEY, WEBHOOK_SECRET: "a secret of the tests" };

function problemsOf(variables: Record<string, string>): string {
  try {
    readServerEnv(variables);
  } catch (error) {
    if (error instanceof EnvError) return error.message;
  }
  throw new Error("the environment was accepted");
}

describe("the environment", () => {
  it("has a default for all that GitHub does not give", () => {
    expect(readServerEnv(ENV)).toEqual({
      APP_ID: 12,
      PRIVATE_KEY,
      WEBHOOK_SECRET: "a secret of the tests",
      PORT: 3000,
      HOST: "localhost",
      DATABASE_URL: "file:./data/plimsoll.db",
      GITHUB_API_URL: "https://api.github.com",
      LOG_LEVEL: "info",
    });
  });

  it("names every problem at once", () => {
    const wrong = {
      PORT: "http",
      DATABASE_URL: "postgres://x",
      LOG_LEVEL: "loud",
      GITHUB_API_URL: "api",
      WEBHOOK_SECRET: "",
    };

    expect(problemsOf(wrong)).toMatchInlineSnapshot(`
      "The environment is not right:
        DATABASE_URL must be file: and a path, such as file:./data/plimsoll.db, or postgres://USER:PASSWORD@HOST/DATABASE with the special characters of the password as %XX
        LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent
        APP_ID must be the App's numeric id
        GITHUB_API_URL must be a URL such as https://api.github.com
        PRIVATE_KEY or PRIVATE_KEY_PATH is required: the key that GitHub made for the App
        WEBHOOK_SECRET is required: the secret that is set in the App's webhook
        PORT must be a port
      See .env.example."
    `);
  });

  it("takes a key with its line breaks written as \\n, and one in a file", () => {
    const path = join(mkdtempSync(join(tmpdir(), "plimsoll-test-")), "key.pem");
    writeFileSync(path, PRIVATE_KEY);
    const { PRIVATE_KEY: _, ...rest } = ENV;

    expect(readServerEnv({ ...ENV, PRIVATE_KEY: PRIVATE_KEY.replaceAll("\n", "\\n") }).PRIVATE_KEY).toBe(
      PRIVATE_KEY,
    );
    expect(readServerEnv({ ...rest, PRIVATE_KEY_PATH: path }).PRIVATE_KEY).toBe(PRIVATE_KEY);
  });

  it.each([
    [{ ...ENV, PRIVATE_KEY: "not a key" }, "PRIVATE_KEY is not a private key in PEM form"],
    [
      { ...ENV, PRIVATE_KEY: "", PRIVATE_KEY_PATH: "nowhere.pem" },
      "PRIVATE_KEY_PATH cannot be read (ENOENT)",
    ],
    [{ ...ENV, APP_ID: "twelve" }, "APP_ID must be the App's numeric id"],
    [{ ...ENV, PRIVATE_KEY: EC_KEY }, "PRIVATE_KEY is a key of the kind ec: GitHub's are RSA"],
    [{ ...ENV, WEBHOOK_SECRET: "x" }, "WEBHOOK_SECRET must have 16 characters or more"],
    [
      { ...ENV, GITHUB_API_URL: "https://ada:pw@github.example.com" },
      "GITHUB_API_URL must hold no user and no password",
    ],
  ])("says what is wrong with a key or an id", (variables, problem) => {
    expect(problemsOf(variables)).toContain(problem);
  });

  it("takes the address of this server without the slash at its end", () => {
    const PUBLIC_URL = "https://plimsoll.example.com/";

    expect(readServerEnv({ ...ENV, PUBLIC_URL }).PUBLIC_URL).toBe("https://plimsoll.example.com");
    expect(readServerEnv({ ...ENV, PUBLIC_URL: "" }).PUBLIC_URL).toBeUndefined();
    for (const wrong of [
      "plimsoll",
      "https://a.example/?b",
      "https://a.example/#",
      "https://me:pw@a.example",
    ])
      expect(problemsOf({ ...ENV, PUBLIC_URL: wrong })).toContain("PUBLIC_URL must be a URL such as");
  });

  it("takes credentials for reading spend, each of which can be left out, and .env.example has them all", () => {
    const example = readFileSync(".env.example", "utf8");
    const variables = Object.keys(spendVariables.shape);

    expect(variables.filter((name) => !example.includes(`\n# ${name}=`))).toEqual([]);
    expect(readServerEnv({ ...ENV, SPEND_OPENAI_KEY: " sk-1\n", SPEND_CURSOR_KEY: "" })).toMatchObject({
      SPEND_OPENAI_KEY: "sk-1",
    });
    expect(problemsOf({ ...ENV, SPEND_ANTHROPIC_KEY: "sk-ant-1 sk-ant-2" })).toContain(
      "SPEND_ANTHROPIC_KEY must be a key without spaces or line breaks",
    );
    expect(problemsOf({ ...ENV, SPEND_GITHUB_REPORT: "both" })).toContain("must be ai-credits or billing");
  });

  it("takes the address for notifications, which no problem quotes, with a secret of 24 to 64 bytes", () => {
    const example = readFileSync(".env.example", "utf8");
    const NOTIFY_URL = "https://hooks.example.com/services/T0/B0/token?sig=a%2Fb&sv=1.0";
    const secretOf = (bytes: number) => `whsec_${Buffer.alloc(bytes, 1).toString("base64")}`;
    const rest = { NOTIFY_SECRET: secretOf(32), NOTIFY_OWNER: "acme" };
    const wrong = { NOTIFY_URL: "ftp://hooks.example.com/token", NOTIFY_OWNER: "acme/shop" };

    for (const name of Object.keys(notifyVariables.shape)) expect(example).toContain(`\n# ${name}=`);
    expect(readServerEnv({ ...ENV, NOTIFY_URL, ...rest })).toMatchObject({ NOTIFY_URL, ...rest });
    for (const secret of ["a secret", secretOf(23), secretOf(65), secretOf(32).slice(6)]) {
      const problems = problemsOf({ ...ENV, ...wrong, NOTIFY_SECRET: secret });
      expect(problems).toContain("NOTIFY_URL must be the URL of an incoming webhook");
      expect(problems).toContain("NOTIFY_OWNER must be the login");
      expect(problems).toContain("NOTIFY_SECRET must be whsec_ and 24 to 64 bytes");
      expect(problems).not.toMatch(/ftp|\/token/);
      expect(problems).not.toContain(secret);
    }
    expect(problemsOf({ ...ENV, NOTIFY_URL: "https://user:pass@hooks.example.com/" })).toContain(
      "NOTIFY_URL must hold no user",
    );
    expect(readServerEnv({ ...ENV, NOTIFY_URL: ` ${NOTIFY_URL}\n` })).toMatchObject({ NOTIFY_URL });
  });

  it.each([
    "hooks.example.com/token",
    "//hooks.example.com/token",
    "file:///token",
    "https://",
    "https://a token/",
    "https://hooks.example.com:port/token",
    "javascript:token",
    "token",
  ])("takes no %s for the address of notifications", (url) => {
    const problems = problemsOf({ ...ENV, NOTIFY_URL: url });
    expect(problems).toContain("NOTIFY_URL must be the URL of an incoming webhook");
    expect(problems).not.toContain("token");
  });

  it("takes two secrets while one is changed, and none of which a receiver could read another key", () => {
    const one = `whsec_${Buffer.alloc(24, 1).toString("base64")}`;
    const other = `whsec_${Buffer.alloc(32, 255).toString("base64")}`;

    expect(readServerEnv({ ...ENV, NOTIFY_SECRET: `${one} ${other}\n` })).toMatchObject({
      NOTIFY_SECRET: `${one} ${other}`,
    });
    for (const secret of [
      `${one} ${other} ${one}`,
      `${one} x`,
      other.replaceAll("/", "_"),
      `${one}=`,
      `${one}A`,
    ])
      expect(problemsOf({ ...ENV, NOTIFY_SECRET: secret })).toContain("NOTIFY_SECRET must be whsec_");
  });

  it("is enough for the setup without an App", () => {
    expect(readSetupEnv({ PORT: "4000", PUBLIC_URL: "https://plimsoll.example.com" })).toEqual({
      PORT: 4000,
      HOST: "localhost",
      PUBLIC_URL: "https://plimsoll.example.com",
      DATABASE_URL: "file:./data/plimsoll.db",
      GITHUB_API_URL: "https://api.github.com",
      LOG_LEVEL: "info",
    });
  });

  it("takes a database of PostgreSQL as the store", () => {
    for (const DATABASE_URL of [
      "postgres://plimsoll:a%23b@db.example.com:5432/plimsoll?sslmode=verify-full",
      "postgresql:///plimsoll?host=/run/postgresql",
    ])
      expect(readStorageEnv({ DATABASE_URL }).DATABASE_URL).toBe(DATABASE_URL);
  });

  it.each([
    "postgres://plimsoll:hunter2@db.example.com",
    "postgres://plimsoll:hunter2@word#x@db.example.com/plimsoll",
    "postgres://plimsoll:12/hunter2@db.example.com/plimsoll",
    "postgres://plimsoll:hunter2@word/x@db.example.com/plimsoll",
    "postgres://plimsoll:1?hunter2@db.example.com/plimsoll",
    "mysql://plimsoll:hunter2@db.example.com/plimsoll",
  ])("refuses %s without quoting it: a part of a password must not be read as a host", (DATABASE_URL) => {
    const problem = problemsOf({ DATABASE_URL });

    expect(problem).toContain("DATABASE_URL must be file: and a path");
    expect(problem).not.toContain("hunter2");
  });

  it("lacks credentials only when it has none of them", () => {
    expect(lacksCredentials({ PORT: "1", APP_ID: "" })).toBe(true);
    expect(lacksCredentials({ WEBHOOK_SECRET: "x" })).toBe(false);
    expect(lacksCredentials(parseEnv(readFileSync(".env.example", "utf8")))).toBe(true);
  });
});

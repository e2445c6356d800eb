import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { z } from "zod";
import {
  digestVariables,
  notifyVariables,
  publicAddress,
  spendVariables,
  storeAddress,
  webAddress,
} from "./env-values.ts";
import { type KeySource, SHORTEST_KEY } from "./storage/pseudonym-key.ts";

const LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

/** Who guesses the secret can send deliveries in GitHub's name. */
const SHORTEST_SECRET = 16;

/** What every command reads from the environment. */
const storage = z.object({
  DATABASE_URL: storeAddress.default("file:./data/plimsoll.db"),
  LOG_LEVEL: z.enum(LEVELS, `must be one of ${LEVELS.join(", ")}`).default("info"),
});

const addresses = z.object({
  GITHUB_API_URL: webAddress("https://api.github.com").default("https://api.github.com"),
  PUBLIC_URL: publicAddress.optional(),
});

const app = z.object({
  APP_ID: z.coerce.number("must be the App's numeric id").int().positive("must be the App's numeric id"),
  ...addresses.shape,
});

// Apart from the rest, because Zod transforms an object only once all of its keys are right.
const privateKey = z
  .object({ PRIVATE_KEY: z.string().optional(), PRIVATE_KEY_PATH: z.string().optional() })
  .transform((variables, context) => ({ PRIVATE_KEY: readPrivateKey(variables, context) }));

const listening = z.object({
  PORT: z.coerce
    .number("must be a port")
    .int()
    .min(0, "must be a port")
    .max(65_535, "must be a port")
    .default(3000),
  HOST: z.string().default("localhost"),
});

const pseudonymKey = z.object({
  PSEUDONYM_KEY: z
    .string()
    .min(SHORTEST_KEY, `must have ${SHORTEST_KEY} characters or more: make one with openssl rand -hex 32`)
    .optional(),
  PSEUDONYM_KEY_PATH: z.string().optional(),
});

const server = z.object({
  ...pseudonymKey.shape,
  WEBHOOK_SECRET: z
    .string("is required: the secret that is set in the App's webhook")
    .min(
      SHORTEST_SECRET,
      `must have ${SHORTEST_SECRET} characters or more: make one with openssl rand -hex 32`,
    ),
  ...listening.shape,
  ...spendVariables.shape,
  ...notifyVariables.shape,
  ...digestVariables.shape,
});

// What the server will need of storage too, so that it is not refused only after the App was created.
const setup = z.object({ ...storage.shape, ...addresses.shape, ...listening.shape });

const spendReading = z.object({ ...storage.shape, ...addresses.shape, ...spendVariables.shape });

const gitHub = z.intersection(z.intersection(storage, app), privateKey);

/** The environment of commands that only read the store. */
export type StorageEnv = z.infer<typeof storage>;
/** The environment of commands that ask GitHub without the App. */
type AddressEnv = z.infer<typeof addresses>;
/** The environment of commands that act on GitHub. */
export type GitHubEnv = StorageEnv & z.infer<typeof app> & z.infer<typeof privateKey>;
/** The environment of the server. */
export type ServerEnv = GitHubEnv & z.infer<typeof server>;
/** The environment of the setup, which comes before there is an App. */
export type SetupEnv = z.infer<typeof setup>;

/** The environment of commands that read spend from its providers. */
type SpendEnv = z.infer<typeof spendReading>;

/** The environment is wrong; the message names every problem, one a line. */
export class EnvError extends Error {
  override readonly name = "EnvError";
  /** Each begins with the variable's name; none holds a value. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `The environment is not right:\n${problems.map((each) => `  ${each}`).join("\n")}\nSee .env.example.`,
    );
    this.problems = problems;
  }
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Whether nothing at all was set of what identifies the App on GitHub. */
export function lacksCredentials(variables: Variables): boolean {
  return ["APP_ID", "PRIVATE_KEY", "PRIVATE_KEY_PATH", "WEBHOOK_SECRET"].every((name) => !variables[name]);
}

/** Reads what a command that only reads the store needs. Throws an `EnvError`. */
export function readStorageEnv(variables: Variables): StorageEnv {
  return read(storage, variables);
}

/** Reads what a command that acts on GitHub needs. Throws an `EnvError`. */
export function readGitHubEnv(variables: Variables): GitHubEnv {
  return read(gitHub, variables);
}

/** Reads the source of the key of people's hashes. Throws an `EnvError`. */
export function readKeyEnv(variables: Variables): KeySource {
  const { PSEUDONYM_KEY: key, PSEUDONYM_KEY_PATH: path } = read(pseudonymKey, variables);
  return { key, path };
}

/** Reads the addresses that a command without the App needs. Throws an `EnvError`. */
export function readAddressEnv(variables: Variables): AddressEnv {
  return read(addresses, variables);
}

/** Reads what the server needs. Throws an `EnvError`. */
export function readServerEnv(variables: Variables): ServerEnv {
  return read(z.intersection(gitHub, server), variables);
}

/** Reads what the setup of an App needs. Throws an `EnvError`. */
export function readSetupEnv(variables: Variables): SetupEnv {
  return read(setup, variables);
}

/** Reads what a command that reads spend from its providers needs. Throws an `EnvError`. */
export function readSpendEnv(variables: Variables): SpendEnv {
  return read(spendReading, variables);
}

/** Reads who has digests where no config decides it. Throws an `EnvError`. */
export function readDigestEnv(variables: Variables): ReturnType<typeof configuredDigest> {
  return configuredDigest(read(digestVariables, variables));
}

/** Who has digests, and the repository of an organization's, by the environment. */
export function configuredDigest({ DIGEST_PER, DIGEST_REPOSITORY }: z.infer<typeof digestVariables>) {
  return { per: DIGEST_PER, repository: DIGEST_REPOSITORY };
}

/** An empty variable counts as unset, as `NAME=` in a `.env` file means. */
function read<Schema extends z.ZodType>(schema: Schema, variables: Variables): z.infer<Schema> {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const { data, error } = schema.safeParse(set);
  if (error === undefined) return data as z.infer<Schema>;
  throw new EnvError(error.issues.map(({ path, message }) => `${path.join(".")} ${message}`));
}

function readPrivateKey(variables: Variables, context: z.core.$RefinementCtx): string {
  const { PRIVATE_KEY: key, PRIVATE_KEY_PATH: path } = variables;
  const fail = (name: string, message: string) => {
    context.addIssue({ code: "custom", path: [name], message });
    return z.NEVER;
  };
  if (!key && !path)
    return fail("PRIVATE_KEY", "or PRIVATE_KEY_PATH is required: the key that GitHub made for the App");
  try {
    // Hosts that allow no line breaks in a variable are given \n instead.
    const pem = key ? key.replaceAll("\\n", "\n") : readFileSync(path ?? "", "utf8");
    const { asymmetricKeyType: type } = createPrivateKey(pem);
    if (type === "rsa") return pem;
    return fail(key ? "PRIVATE_KEY" : "PRIVATE_KEY_PATH", `is a key of the kind ${type}: GitHub's are RSA`);
  } catch (error) {
    if (!key && error instanceof Error && "code" in error && "path" in error)
      return fail("PRIVATE_KEY_PATH", `cannot be read (${error.code})`);
    return fail(key ? "PRIVATE_KEY" : "PRIVATE_KEY_PATH", "is not a private key in PEM form");
  }
}

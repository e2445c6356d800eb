import {
  EnvError,
  type GitHubEnv,
  readGitHubEnv,
  readServerEnv,
  readSetupEnv,
  readStorageEnv,
  type SetupEnv,
  type StorageEnv,
} from "../../env.ts";
import { type Finding, ok, problem } from "../../operations/doctor/finding.ts";

export type Variables = Readonly<Record<string, string | undefined>>;

/** The address at which the server listens. */
export type Listening = Pick<SetupEnv, "HOST" | "PORT">;

/** The valid parts of the environment, each by itself; `undefined` for an invalid one. */
interface Parts {
  readonly storage: Pick<StorageEnv, "DATABASE_URL"> | undefined;
  readonly gitHub: GitHubEnv | undefined;
  readonly listening: Listening | undefined;
  readonly publicUrl: string | undefined;
}

/** Checks all variables that the server reads. */
export function checkEnvironment(variables: Variables): Finding[] {
  const problems = problemsOf(() => readServerEnv(variables));
  if (problems.length === 0) return [ok("environment", "every variable is right")];
  return problems.map((said) => {
    const [text = "", ...remedy] = said.split(": ");
    return problem("environment", text, remedy.join(": ") || "see .env.example");
  });
}

/** Reads the parts of the environment, so that a mistake in one leaves the others to be checked. */
export function readParts(variables: Variables): Parts {
  const {
    DATABASE_URL,
    HOST,
    PORT,
    PUBLIC_URL,
    LOG_LEVEL: _level,
    WEBHOOK_SECRET: _secret,
    ...rest
  } = variables;
  return {
    storage: validOnly(() => readStorageEnv({ DATABASE_URL })),
    gitHub: validOnly(() => readGitHubEnv(rest)),
    listening: validOnly(() => readSetupEnv({ HOST, PORT })),
    publicUrl: validOnly(() => readSetupEnv({ PUBLIC_URL }))?.PUBLIC_URL,
  };
}

function problemsOf(read: () => unknown): readonly string[] {
  try {
    read();
    return [];
  } catch (error) {
    if (error instanceof EnvError) return error.problems;
    throw error;
  }
}

function validOnly<Env>(read: () => Env): Env | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof EnvError) return undefined;
    throw error;
  }
}

import { vi } from "vitest";
import { runProgram } from "../../src/commands/program.ts";

/** Runs a command line in this process, on the store in a file. */
export function runHere(databaseFile: string, ...args: readonly string[]) {
  return runHereIn({ DATABASE_URL: `file:${databaseFile}` }, ...args);
}

/** The same with other variables of the environment. The exit code of this process stays as it is. */
export async function runHereIn(env: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const { exitCode } = process;
  process.exitCode = undefined;
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const written = { stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((name) =>
    vi.spyOn(process[name], "write").mockImplementation((text, ...rest) => {
      written[name] += text;
      const whenWritten = rest.at(-1);
      if (typeof whenWritten === "function") whenWritten();
      return true;
    }),
  );
  try {
    return { status: await runProgram(["node", "plimsoll", ...args]), ...written };
  } finally {
    for (const spy of spies) spy.mockRestore();
    vi.unstubAllEnvs();
    process.exitCode = exitCode;
  }
}

#!/usr/bin/env node
import { existsSync } from "node:fs";
import { registerHooks } from "node:module";

const OLDEST_NODE = [22, 18] as const;

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
  // Before anything else is loaded: better-sqlite3 ends the process on an older Node.
  process.stderr.write(
    `plimsoll needs Node ${OLDEST_NODE.join(".")} or later; this is ${process.versions.node}\n`,
  );
  process.exit(1);
}
/** A person's token goes only where the person's own environment says: the folder may be a clone of anybody's. */
const WITHOUT_ENV_FILE = "report";

// What is set in the environment stays; the file only fills in what is missing.
if (existsSync(".env") && process.argv[2] !== WITHOUT_ENV_FILE) process.loadEnvFile(".env");
// Node reads drizzle-orm's large package.json again for each of its modules, but for CommonJS: half of a command's time.
registerHooks({
  resolve(specifier, context, next) {
    const isDrizzle = specifier.startsWith("drizzle-orm");
    return next(specifier, isDrizzle ? { ...context, conditions: ["node", "require"] } : context);
  },
});
const { runProgram } = await import("./commands/program.ts");
process.exitCode = await runProgram(process.argv);

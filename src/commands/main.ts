import { existsSync } from "node:fs";
import { registerHooks } from "node:module";

/** A person's token goes only where the person's own environment says: the folder may be a clone of anybody's. */
const WITHOUT_ENV_FILE = "report";

// Variables of the environment stay; the file only adds those that are missing.
if (existsSync(".env") && process.argv[2] !== WITHOUT_ENV_FILE) process.loadEnvFile(".env");
// Node reads drizzle-orm's large package.json again for each of its ES modules: half of a command's time.
registerHooks({
  resolve(specifier, context, next) {
    const isDrizzle = specifier.startsWith("drizzle-orm");
    return next(specifier, isDrizzle ? { ...context, conditions: ["node", "require"] } : context);
  },
});
const { runProgram } = await import("./program.ts");
process.exitCode = await runProgram(process.argv);

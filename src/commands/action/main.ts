// The Action runs this file as it is: Node 24 runs TypeScript, and no build is committed.
import { runAction } from "./run.ts";

process.exitCode = await runAction(process.env);

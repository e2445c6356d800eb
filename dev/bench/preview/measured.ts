/** The process that is measured: it loads the built program alone, as a user's command does. */
const PROGRAM = new URL("../../../lib/commands/program.js", import.meta.url).href;

const { runProgram } = await import(PROGRAM);
process.exitCode = await runProgram([process.execPath, "plimsoll", "preview", ...process.argv.slice(2)]);
// The memory, where the one who measures reads it.
process.stderr.write(`${process.resourceUsage().maxRSS / 1_024}`);

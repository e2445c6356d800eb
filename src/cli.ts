#!/usr/bin/env node
// This file also runs on a Node that is too old, and tells it. So it imports the program only after the check.
const OLDEST_NODE = [22, 18] as const;

const [major, minor] = process.versions.node.split(".").map(Number) as [number, number];
if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
  process.stderr.write(
    `plimsoll needs Node ${OLDEST_NODE.join(".")} or later; this is ${process.versions.node}\n`,
  );
  process.exitCode = 1;
} else {
  await import("./commands/main.ts");
}

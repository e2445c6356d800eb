/** The folders that tools put their branches in: `codex/…`, with a slash, since `cursor-scroll` and `gemini-429` are topics. */
const BRANCHES: ReadonlyMap<string, string> = new Map([
  ["codex", "codex"],
  ["claude", "claude-code"],
  ["copilot", "github-copilot-coding-agent"],
  ["cursor", "cursor"],
  ["devin", "devin"],
  ["jules", "jules"],
  ["sweep", "sweep"],
  ["polecat", "gastown"],
]);

/** Matches a name that may be of such a branch; cheaper than a look-up. */
export const AGENT_FOLDER = new RegExp(`(?:${[...BRANCHES.keys()].join("|")})/`, "i");

/** Finds the tool whose folder holds a branch, or a fork's branch (`owner/codex/…`); `undefined` for all others. */
export function toolOfBranch(branch: string): string | undefined {
  const folders = branch.split("/").slice(0, -1);
  return folders.map((folder) => BRANCHES.get(folder.toLowerCase())).find((found) => found !== undefined);
}

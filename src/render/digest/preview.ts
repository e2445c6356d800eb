import { toolName } from "../../domain/attribution/agents.ts";
import type { Preview } from "../../domain/clone/preview.ts";
import { previewNotes, silenceNote } from "../preview-notes.ts";
import { code } from "../text.ts";
import { digestSections, MEANING } from "./issue.ts";

/** Renders a preview as the digest issue that it would have been, as Markdown. */
export function renderPreviewDigest(preview: Preview): string {
  const { digest } = preview;
  const sections = [
    `# Plimsoll · ${code(digest.scope)} · ${digest.week}`,
    silenceNote(preview),
    ...digestSections(digest, { isClone: true }),
    tools(preview),
    previewNotes(preview, code).join(" "),
    MEANING,
  ];
  return `${sections.filter(Boolean).join("\n\n")}\n`;
}

function tools({ tools: all, digest }: Preview): string {
  if (all.length === 0 || digest.beside.isWithheld) return "";
  const rows = all.map(({ tool, changes, agentAuthored, normalizedDeployments }) => {
    return `| ${code(toolName(tool))} | ${agentAuthored} | ${changes - agentAuthored} | ${normalizedDeployments} |`;
  });
  return [
    "| AI tool declared | agent-authored | assisted | normalized deployments |",
    "|---|---|---|---|",
    ...rows,
  ].join("\n");
}

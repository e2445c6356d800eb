import { attributeCommit, type Identity } from "../../../src/domain/attribution/attribution.ts";
import type { AttributedCommit } from "../../../src/domain/attribution/change-attribution.ts";
import { attributeChange } from "../../../src/domain/attribution/change-attribution.ts";
import type { Change } from "../../../src/domain/shipping/change.ts";
import { compileFileRules, type FileRules, isEffectiveFile } from "../../../src/domain/shipping/effective.ts";
import { type Rules, rulesAt } from "../../../src/domain/shipping/rules.ts";
import { linesOf, type Work } from "./work.ts";

/** Rules with the files that they exclude. */
export interface DatedRules extends Rules {
  readonly exclude: readonly string[];
}

/** What is read of a piece of work: what Plimsoll makes of it, and what a naive count would. */
export interface Reading {
  readonly facts: Pick<Change, "attribution" | "isEffective" | "lines">;
  /** Commits in which a word search finds the mark of an AI tool. */
  readonly aiMarks: number;
  readonly allLines: number;
}

const AI_MARK = /(?:assisted|authored|generated)[- ](?:by|with)\b.*(?:claude|codex|copilot|cursor)/i;

/** Reads a piece of work by the same rules as the app does. */
export function readWork(
  work: Work,
  { mergedAt }: Pick<Change, "mergedAt">,
  rules: readonly DatedRules[],
): Reading {
  const { files, messages, author } = work;
  const fileRules = compiled(rulesAt(rules, mergedAt)?.exclude ?? []);
  const effective = Object.entries(files).filter(([path]) => isEffectiveFile(path, fileRules));
  const commits = messages.map((message) => attributed(message, author));
  return {
    facts: {
      attribution: attributeChange({ attribution: "undeclared", tools: [] }, commits).attribution,
      isEffective: effective.length > 0,
      lines: effective.reduce((sum, [, lines]) => sum + lines, 0),
    },
    aiMarks: messages.filter((message) => AI_MARK.test(message)).length,
    allLines: linesOf(work),
  };
}

const known = new Map<string, AttributedCommit>();

/** Attributes each message once: a team writes many alike. */
function attributed(message: string, author: Identity): AttributedCommit {
  const key = `${author.email}\n${message}`;
  const found = known.get(key) ?? { sha: "", ...attributeCommit({ message, author, committer: author }) };
  known.set(key, found);
  return found;
}

const compiledRules = new Map<string, FileRules>();

function compiled(exclude: readonly string[]): FileRules {
  const key = exclude.join("\n");
  const rules = compiledRules.get(key) ?? compileFileRules({ exclude });
  compiledRules.set(key, rules);
  return rules;
}

import { type Finding, findingsText } from "../operations/doctor/finding.ts";
import { examine } from "./doctor/examine.ts";

/** The options of `plimsoll doctor`. */
export interface DoctorOptions {
  readonly json?: true;
}

/** Checks the installation, and prints the findings; the process ends with 1 when there is a problem. */
export async function doctor({ json }: DoctorOptions): Promise<void> {
  const findings = await examine(process.env);
  const text = json
    ? JSON.stringify({ isWell: !findings.some(isProblem), findings }, undefined, 2)
    : findingsText(findings);
  process.stdout.write(`${text}\n`);
  if (findings.some(isProblem)) process.exitCode = 1;
}

function isProblem({ level }: Finding): boolean {
  return level === "problem";
}

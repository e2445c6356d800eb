import { existsSync } from "node:fs";
import { basename, join, parse } from "node:path";
import { type Config, parseConfig } from "../config/config.ts";
import { ConfigError } from "../config/config-error.ts";
import { CONFIG_PATHS, TWO_CONFIGS } from "../config/location.ts";
import { printable } from "../config/values.ts";
import { configWarnings } from "../domain/config-warnings.ts";
import { readConfigText } from "./config-text.ts";

/**
 * Prints that a config file is valid, and each setting that is not the default; `-` is standard input. Settings that
 * nobody means are warnings on standard error.
 *
 * For an invalid file it prints each problem on a line to standard error, and the process ends with 1. Throws a
 * `UserError` for a file that cannot be read.
 */
export async function checkConfig(file: string): Promise<void> {
  const read = await readConfigText(file);
  const name = file === "-" ? "standard input" : file;
  try {
    if (hasOtherConfig(file)) throw new ConfigError([{ text: TWO_CONFIGS }], { file: name });
    const config = parseConfig(read, name);
    const lines = settingsOf(config).map((line) => `  ${line}\n`);
    process.stdout.write(`${name}: valid\n${lines.join("")}`);
    const warnings = configWarnings(config).map((line) => `${name}: warning: ${printable(line)}\n`);
    process.stderr.write(warnings.join(""));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.lines.join("\n")}\n`);
    process.exitCode = 1;
  }
}

/** Whether a file has a neighbour with the other name of a config. */
function hasOtherConfig(file: string): boolean {
  const { dir, base } = parse(file);
  const names = CONFIG_PATHS.map((path) => basename(path));
  return names.includes(base) && names.some((name) => name !== base && existsSync(join(dir, name)));
}

/** Lists the settings that differ from the defaults, as `key: value`. */
function settingsOf(config: Config): string[] {
  const defaults = new Set(linesOf(groupByKey(parseConfig("")), []));
  return linesOf(groupByKey(config), [])
    .filter((line) => !defaults.has(line))
    .sort();
}

/** Groups the settings by the keys of the file. */
function groupByKey({ agents, prose, services, digest, timezone, scopes, spend, ...rest }: Config): object {
  return {
    agents: agents.map(({ id }) => id),
    attribution: { prose },
    services: services.map(({ name }) => name),
    ...rest,
    digest: { ...digest, timezone },
    scopes: scopes.map(({ name }) => name),
    spend: {
      currency: spend.currency,
      rates: spend.rates.map(({ of, in: other, rate, from }) => `${of} = ${rate} ${other} from ${from}`),
      seats: spend.seats.map(
        ({ tool, count, price, currency, per }) => `${count} of ${tool} at ${price} ${currency} a ${per}`,
      ),
      budgets: spend.budgets.map(
        ({ name, amount, currency, per }) => `${name}: ${amount} ${currency} a ${per}`,
      ),
      scopes: spend.scopes.map(({ name }) => name),
      separate: spend.separate,
    },
  };
}

function linesOf(value: unknown, path: readonly string[]): string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return [`${path.join(".")}: ${printable(shown(value))}`];
  return Object.entries(value).flatMap(([key, each]) => linesOf(each, [...path, key]));
}

const MOST_LISTED = 5;

function shown(value: unknown): string {
  if (!Array.isArray(value)) return String(value);
  if (value.length === 0) return "none";
  const left = value.length - MOST_LISTED;
  return [...value.slice(0, MOST_LISTED), ...(left > 0 ? [`and ${left} more`] : [])].join(", ");
}

import { readFileSync } from "node:fs";

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));

/** The version of Plimsoll, from its package. */
export const VERSION: string = version;

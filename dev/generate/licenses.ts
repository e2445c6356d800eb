/** `npm run licenses:generate`: lists the licences of what runs with Plimsoll; CI fails when the list is stale. */
import { readFileSync } from "node:fs";
import { licensesPage } from "./license-table.ts";
import { writeChanged } from "./write-changed.ts";

const lock = new URL("../../package-lock.json", import.meta.url);
writeChanged(new URL("../../docs/licenses.md", import.meta.url), licensesPage(readFileSync(lock, "utf8")));

/** `npm run --silent sbom`: prints the bill of materials of what runs, as it is locked. It needs nothing installed, and no network. */
import { execFileSync } from "node:child_process";
import { productionBill } from "./production-bill.ts";

const ARGUMENTS = ["sbom", "--package-lock-only", "--sbom-format=cyclonedx", "--sbom-type=application"];
const MOST_BYTES = 64 * 1024 * 1024;

const all = execFileSync("npm", ARGUMENTS, { encoding: "utf8", maxBuffer: MOST_BYTES });
process.stdout.write(productionBill(all));

/** Computes the tables of the verdicts in a thread of its own: they take as long as all other generated parts. */
import { parentPort } from "node:worker_threads";
import { playSections } from "../bench/verdicts.ts";

parentPort?.postMessage(playSections());

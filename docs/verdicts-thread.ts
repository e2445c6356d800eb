/** The tables of the verdicts, played in a thread of its own: they take as long as all else that is generated. */
import { parentPort } from "node:worker_threads";
import { playSections } from "../bench/verdicts.ts";

parentPort?.postMessage(playSections());

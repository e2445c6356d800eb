import { randomBytes } from "node:crypto";
import { lookup } from "node:dns/promises";
import { BlockList } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { isSameSecret } from "../pages/cookies.ts";

/** The result of a request of this server to its own public address. */
export type ReachResult =
  | "reached"
  | "no name"
  | "no connection"
  | "no certificate"
  | "no answer in time"
  | "redirected"
  | "something else";

/** The reach of the public address from this server. It proves less than a delivery of GitHub's. */
export interface Reach {
  readonly result: ReachResult;
  /** Whether the name leads only to private addresses here, so that GitHub has to be in the same network. */
  readonly isPrivate: boolean;
}

/** The check whether this server answers at its public address. */
export interface ReachCheck {
  /** Sends one request to the address, and compares the answer. */
  check(publicUrl: string): Promise<Reach>;
  /** The answer to a question that a check has just asked; `undefined` to any other. */
  answer(question: string): string | undefined;
}

const TIMEOUT_MS = 5_000;
const SECRET_BYTES = 32;
/** The length of an answer. Nothing beyond it is read. */
const ANSWER_LENGTH = Buffer.alloc(SECRET_BYTES).toString("base64url").length;

/**
 * Makes a check.
 *
 * It must not serve to look into the operator's network: it only asks our own path at the address of the operator,
 * follows no redirection, and reveals nothing of an answer but whether it is ours.
 */
export function createReachCheck(send: typeof fetch): ReachCheck {
  const pending = new Map<string, string>();
  return {
    async check(publicUrl) {
      const [question, answer] = [createSecret(), createSecret()];
      pending.set(question, answer);
      const asked = ask(send, { url: `${publicUrl}/setup/reach?question=${question}`, answer });
      const [result, isPrivate] = await Promise.all([asked.catch(resultOf), leadsToPrivate(publicUrl)]);
      pending.delete(question);
      return { result, isPrivate };
    },
    answer: (question) => pending.get(question),
  };
}

function createSecret(): string {
  return randomBytes(SECRET_BYTES).toString("base64url");
}

interface Question {
  readonly url: string;
  /** The answer that this server gives. */
  readonly answer: string;
}

async function ask(send: typeof fetch, { url, answer }: Question): Promise<ReachResult> {
  const { status, body } = await send(url, {
    redirect: "manual",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const text = await beginningOf(body);
  if (status >= 300 && status < 400) return "redirected";
  return status === 200 && isSameSecret(text.trimEnd(), answer) ? "reached" : "something else";
}

/** Reads one character more than an answer has, and drops the rest. */
async function beginningOf(body: ReadableStream<Uint8Array> | null): Promise<string> {
  let text = "";
  for await (const chunk of body ?? []) {
    text += Buffer.from(chunk).toString("latin1");
    if (text.length > ANSWER_LENGTH) break;
  }
  return text.slice(0, ANSWER_LENGTH + 1);
}

function resultOf(error: unknown): ReachResult {
  if (!(error instanceof Error)) return "no connection";
  if (error.name === "TimeoutError") return "no answer in time";
  const code = codeOf(error.cause) ?? codeOf(error) ?? "";
  if (/^(ENOTFOUND|EAI_\w+)$/.test(code)) return "no name";
  return /CERT|TLS|SSL|SIGNATURE/.test(code) ? "no certificate" : "no connection";
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}

/** RFC 6890: networks that are not reached from the internet. */
const PRIVATE_NETWORKS = [
  ["10.0.0.0", 8, "ipv4"],
  ["100.64.0.0", 10, "ipv4"],
  ["127.0.0.0", 8, "ipv4"],
  ["169.254.0.0", 16, "ipv4"],
  ["172.16.0.0", 12, "ipv4"],
  ["192.168.0.0", 16, "ipv4"],
  ["::1", 128, "ipv6"],
  ["fc00::", 7, "ipv6"],
  ["fe80::", 10, "ipv6"],
] as const;

const privateNetworks = new BlockList();
for (const [network, bits, family] of PRIVATE_NETWORKS) privateNetworks.addSubnet(network, bits, family);

async function leadsToPrivate(publicUrl: string): Promise<boolean> {
  const host = new URL(publicUrl).hostname.replace(/^\[|\]$/g, "");
  const looked = lookup(host, { all: true }).catch(() => []);
  const addresses = await Promise.race([looked, sleep(TIMEOUT_MS, [], { ref: false })]);
  const isPrivate = ({ address, family }: (typeof addresses)[number]) =>
    privateNetworks.check(address, family === 6 ? "ipv6" : "ipv4");
  return addresses.length > 0 && addresses.every(isPrivate);
}

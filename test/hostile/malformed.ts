import { createHmac } from "node:crypto";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import fc from "fast-check";

/** What is drawn of a request, beside which of the kinds it is of. */
export interface Drawn {
  readonly method: string;
  readonly path: string;
  readonly type: string;
  readonly more: string;
  readonly body: Buffer;
  readonly cut: number;
}

/** A head of a request, without what says how long its body is. */
interface Head {
  readonly id?: string;
  readonly event?: string;
  readonly signature?: string;
  /** Header lines beside these. */
  readonly others?: readonly string[];
}

/** One kind: a head that is or is not signed, and a way to send the body. */
export interface Kind {
  readonly name: string;
  readonly isSigned: boolean;
  request(drawn: Drawn, secret: string): Buffer;
}

const sign = (body: Buffer, secret: string) =>
  `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
const USUAL = { id: "malformed", event: "push" };

/** By name; of all of these only the first one is GitHub's. */
const HEADS: Readonly<Record<string, (body: Buffer, secret: string) => Head>> = {
  "signed, of a body that is none": (body, secret) => ({ ...USUAL, signature: sign(body, secret) }),
  "signed with another secret": (body) => ({ ...USUAL, signature: sign(body, "another secret") }),
  "signed twice": (body, secret) => ({
    ...{ ...USUAL, signature: sign(body, secret) },
    others: [`X-Hub-Signature-256: ${sign(body, secret)}`],
  }),
  "signed the old way": (body, secret) => ({
    ...USUAL,
    others: [`X-Hub-Signature: sha1=${createHmac("sha1", secret).update(body).digest("hex")}`],
  }),
  "not signed": () => USUAL,
  "without an id": (body, secret) => ({ event: "push", signature: sign(body, secret) }),
  "with two events": (body, secret) => ({
    ...{ ...USUAL, signature: sign(body, secret) },
    others: ["x-github-event: installation"],
  }),
  "signed with no signature": () => ({ ...USUAL, signature: `sha256=${"é".repeat(64)}` }),
};

const chunk = (body: Buffer) => Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, CRLF]);
const CRLF = Buffer.from("\r\n");
const LAST = Buffer.from("0\r\n\r\n");

/** By name: the header lines of the length, and the bytes after the head. */
const FRAMES: Readonly<Record<string, (body: Buffer, cut: number) => readonly [string, Buffer]>> = {
  whole: (body) => [`content-length: ${body.length}`, body],
  "cut off": (body, cut) => [`content-length: ${body.length + 1}`, body.subarray(0, cut)],
  "longer than told": (body, cut) => [`content-length: ${Math.max(0, Math.min(cut, body.length - 1))}`, body],
  "in chunks": (body) => ["transfer-encoding: chunked", Buffer.concat([chunk(body), LAST])],
  "in chunks of no size": (body) => [
    "transfer-encoding: chunked",
    Buffer.concat([Buffer.from("zz\r\n"), body, CRLF, LAST]),
  ],
  "in chunks without an end": (body) => ["transfer-encoding: chunked", chunk(body)],
  "of two lengths": (body) => [
    `content-length: ${body.length}\r\ntransfer-encoding: chunked`,
    Buffer.concat([LAST, body]),
  ],
  "of a length below zero": (body) => ["content-length: -1", body],
};

/** Each head sent in each way: 64 kinds. */
export const KINDS: readonly Kind[] = Object.entries(HEADS).flatMap(([head, headOf]) =>
  Object.entries(FRAMES).map(([frame, frameOf]) => ({
    name: `${head}, ${frame}`,
    isSigned: head.startsWith("signed, ") && ["whole", "in chunks"].includes(frame),
    request({ method, path, type, more, body, cut }, secret) {
      const { id, event, signature, others = [] } = headOf(body, secret);
      const [length, bytes] = frameOf(body, cut);
      const lines = [
        `${method} ${path} HTTP/1.1`,
        "host: localhost",
        ...(id === undefined ? [] : [`x-github-delivery: ${id}`]),
        ...(event === undefined ? [] : [`x-github-event: ${event}`]),
        ...(signature === undefined ? [] : [`x-hub-signature-256: ${signature}`]),
        ...others,
        ...(type === "" ? [] : [`content-type: ${type}`]),
        ...(more === "" ? [] : [more]),
        length,
      ];
      return Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`), bytes]);
    },
  })),
);

/** Bodies of which none is a delivery that could be stored. */
const bodies: fc.Arbitrary<Buffer> = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  fc
    .constantFrom("", "null", "1", '""', "[]", "{}", '{"action":', "\ufeff{}")
    .map((text) => Buffer.from(text)),
  fc.integer({ min: 50, max: 50_000 }).map((depth) => Buffer.from('{"a":['.repeat(depth))),
  fc.integer({ min: 50, max: 5_000 }).map((depth) => Buffer.from("[".repeat(depth) + "]".repeat(depth))),
  fc.constantFrom("{}", '{"installation":{"id":1}}').map((text) => gzipSync(text)),
  fc.json().map((text) => Buffer.from(`payload=${encodeURIComponent(text)}`)),
  fc.json().map((text) => Buffer.from(text, "utf16le")),
  fc.constant(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0xc0, 0x80, 0x22, 0x3a, 0x31, 0x7d])),
);

const often = <Value>(usual: Value, others: readonly Value[]) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );

/** What a request is made of beside its kind. */
export const drawn: fc.Arbitrary<Drawn> = fc.record({
  method: often("POST", ["GET", "PUT", "HEAD", "OPTIONS", "TRACE", "CONNECT", "post", "P\u0000ST", "QUERY"]),
  path: often("/api/github/webhooks", [
    ...["/api/github/webhooks/?a=b", "/api/github/webhooks//", "//api/github/webhooks", "*", "http://x/"],
    ...[
      "/api/github/%77ebhooks",
      "/%",
      "/../api/github/webhooks",
      `/${"a".repeat(20_000)}`,
      "/readyz",
      "/metrics",
    ],
  ]),
  type: often("application/json", [
    ...[
      "",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
      "text/plain; charset=utf-7",
    ],
    ...["application/json; charset=utf-16le", "\u0001"],
  ]),
  more: often("", [
    ...["expect: 100-continue", "content-encoding: gzip", "transfer-encoding: gzip, chunked", "upgrade: h2c"],
    ...[
      "connection: upgrade\r\nupgrade: websocket",
      `cookie: ${"a".repeat(20_000)}`,
      "no colon",
      ": no name",
    ],
    ...[Array.from({ length: 3_000 }, (_, at) => `h${at}: 1`).join("\r\n"), "x: \u0000", " folded: 1"],
  ]),
  body: bodies,
  cut: fc.nat(20),
});

const WAIT_MS = 400;

/** Sends bytes to a server, and resolves to the status of each answer; to none when it only hangs up. */
export async function statusesOf(url: string, bytes: Buffer): Promise<readonly number[]> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const received: Buffer[] = [];
  const closed = new Promise<void>((resolve) => {
    socket.on("data", (part) => received.push(part));
    socket.on("error", () => {});
    socket.on("close", () => resolve());
  });
  socket.write(bytes);
  // Who waits for the rest of a body is not waited for, unless it answers.
  await Promise.race([closed, sleep(WAIT_MS)]);
  socket.destroy();
  await closed;
  return [
    ...Buffer.concat(received)
      .toString("latin1")
      .matchAll(/^HTTP\/1\.1 (\d{3})/gm),
  ].map(([, status]) => Number(status));
}

import { createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createAppJwtSource } from "../../src/github/app-jwt.ts";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const PEM = privateKey.export({ type: "pkcs1", format: "pem" }).toString();
const START = Date.parse("2026-11-02T08:00:00.500Z");
const MINUTE = 60_000;

/** A source whose clock is set. */
function source() {
  const clock = { now: START };
  return { clock, createJwt: createAppJwtSource(PEM, () => clock.now) };
}

function claimsOf(jwt: string): unknown {
  return JSON.parse(Buffer.from(jwt.split(".")[1] ?? "", "base64url").toString());
}

describe("what proves that the App asks", () => {
  it("is signed by its key, and valid for ten minutes from half a minute ago", async () => {
    const { jwt, expiresAt } = await source().createJwt(7);

    const [head = "", body = "", signature = ""] = jwt.split(".");
    const key = createPublicKey(privateKey);
    expect(verify("sha256", Buffer.from(`${head}.${body}`), key, Buffer.from(signature, "base64url"))).toBe(
      true,
    );
    expect(JSON.parse(Buffer.from(head, "base64url").toString())).toEqual({ alg: "RS256", typ: "JWT" });
    const iat = Math.floor(START / 1_000) - 30;
    expect(claimsOf(jwt)).toEqual({ iat, exp: iat + 600, iss: 7 });
    expect(expiresAt).toBe("2026-11-02T08:09:30.000Z");
  });

  it("serves again until a minute before its end", async () => {
    const { clock, createJwt } = source();
    const first = await createJwt(7);

    clock.now += 8 * MINUTE;
    expect(await createJwt(7)).toBe(first);
    clock.now += MINUTE;
    expect((await createJwt(7)).jwt).not.toBe(first.jwt);
  });

  it("is made anew for another App, and where the clock was set back", async () => {
    const { clock, createJwt } = source();
    const first = await createJwt(7);

    const other = await createJwt(8);
    expect(claimsOf(other.jwt)).toMatchObject({ iss: 8 });
    clock.now -= 5 * MINUTE;
    expect((await createJwt(8)).jwt).not.toBe(other.jwt);
    expect(first.jwt).not.toBe(other.jwt);
  });

  it("follows GitHub's clock where that is told, for as long as it is valid there", async () => {
    const { clock, createJwt } = source();
    const ahead = await createJwt(7, 300);

    expect(claimsOf(ahead.jwt)).toMatchObject({ iat: Math.floor(START / 1_000) + 270 });
    clock.now += 8 * MINUTE;
    expect(await createJwt(7, 300)).toBe(ahead);
    clock.now += MINUTE;
    expect(await createJwt(7, 300)).not.toBe(ahead);
  });
});

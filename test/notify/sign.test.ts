import { expect, it } from "vitest";
import { signedHeaders } from "../../src/notify/sign.ts";

/** The example of the reference libraries of Standard Webhooks. */
const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const SIGNED = { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", seconds: 1_614_265_330, body: '{"test": 2432232314}' };
const SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

it("signs as the reference libraries of Standard Webhooks do", () => {
  expect(signedHeaders(SIGNED, SECRET)).toEqual({
    "webhook-id": SIGNED.id,
    "webhook-timestamp": "1614265330",
    "webhook-signature": SIGNATURE,
  });
});

it("signs with each of two keys while a key is changed, in their order", () => {
  const other = `whsec_${Buffer.alloc(32, 1).toString("base64")}`;
  const { "webhook-signature": both = "" } = signedHeaders(SIGNED, `${other} ${SECRET}`);

  expect(both).toMatch(/^v1,[\w+/]{43}= v1,[\w+/]{43}=$/);
  expect(both.split(" ")[1]).toBe(SIGNATURE);
});

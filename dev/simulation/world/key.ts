import { generateKeyPairSync } from "node:crypto";

/** A private key of an App that exists nowhere. */
export const TEST_KEY = generateKeyPairSync("rsa", { modulusLength: 2048 })
  .privateKey.export({ type: "pkcs1", format: "pem" })
  .toString();

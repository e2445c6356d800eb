import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { addToEnvFile, findEnvFileProblem } from "../../src/setup/env-file.ts";
import { runs } from "../support/limits.ts";

const PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIE+/=\n-----END RSA PRIVATE KEY-----\n";
const VARIABLES = {
  APP_ID: "7",
  PRIVATE_KEY: PEM,
  WEBHOOK_SECRET: "s3cret-made-by-GitHub",
  PUBLIC_URL: "https://a.example",
};

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "plimsoll-env-"));
  path = join(folder, ".env");
});

const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8);

describe("the file of environment variables", () => {
  it("is created for its owner alone, with the private key on one line", async () => {
    await addToEnvFile(path, VARIABLES);

    expect(modeOf(path)).toBe("600");
    expect(readFileSync(path, "utf8")).toMatchInlineSnapshot(`
      "APP_ID=7
      PRIVATE_KEY=-----BEGIN RSA PRIVATE KEY-----\\nMIIE+/=\\n-----END RSA PRIVATE KEY-----
      WEBHOOK_SECRET=s3cret-made-by-GitHub
      PUBLIC_URL=https://a.example
      "
    `);
  });

  it("keeps what it holds, gets what it lacks or leaves empty, and is closed to others", async () => {
    const before = "# ours\nPORT=4000\nAPP_ID=\nPUBLIC_URL='https://b.example'";
    writeFileSync(path, before, { mode: 0o644 });

    await addToEnvFile(path, VARIABLES);

    const after = readFileSync(path, "utf8");
    expect(after.startsWith(`${before}\nAPP_ID=7\n`)).toBe(true);
    expect(parseEnv(after)).toMatchObject({ PORT: "4000", APP_ID: "7", PUBLIC_URL: "https://b.example" });
    expect(modeOf(path)).toBe("600");
    expect(readdirSync(folder)).toEqual([".env"]);
  });

  it.each(["APP_ID=1", "PRIVATE_KEY=x", "PRIVATE_KEY_PATH=./key.pem", "WEBHOOK_SECRET=x"])(
    "stays as it is when it sets %s already",
    async (line) => {
      writeFileSync(path, `${line}\n`);

      expect(await findEnvFileProblem(path)).toBe(`it sets ${line.split("=")[0]} already`);
      await expect(addToEnvFile(path, VARIABLES)).rejects.toThrow("already");
      expect(readFileSync(path, "utf8")).toBe(`${line}\n`);
    },
  );

  it("stays as it is when a quote in it is left open", async () => {
    writeFileSync(path, 'NOTE="never closed\n');

    await expect(addToEnvFile(path, { ...VARIABLES, WEBHOOK_SECRET: 'a"b' })).rejects.toThrow(
      "nothing can be added",
    );
    expect(readFileSync(path, "utf8")).toBe('NOTE="never closed\n');
  });

  it("is written where a link leads", async () => {
    const shared = join(folder, "shared.env");
    writeFileSync(shared, "PORT=4000\n");
    symlinkSync(shared, path);

    await addToEnvFile(path, VARIABLES);

    expect(parseEnv(readFileSync(shared, "utf8"))).toMatchObject({ PORT: "4000", APP_ID: "7" });
  });

  it("is known beforehand to be out of reach", async () => {
    expect(await findEnvFileProblem(path)).toBeUndefined();
    expect(readdirSync(folder)).toEqual([]);
    expect(await findEnvFileProblem(join(folder, "none", ".env"))).toBe("the system answers ENOENT");
  });

  it.skipIf(process.getuid?.() === 0)("is known beforehand to be in a folder that is closed", async () => {
    chmodSync(folder, 0o500);

    expect(await findEnvFileProblem(path)).toBe("the system answers EACCES");
  });

  it("reads back as it was, or is not written, whatever the values hold", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme" }), fc.string(), async (secret, note) => {
        const file = join(mkdtempSync(join(tmpdir(), "plimsoll-env-")), ".env");
        writeFileSync(file, `NOTE=${note}\n`);
        const before = parseEnv(readFileSync(file, "utf8"));
        fc.pre(!("WEBHOOK_SECRET" in before) && !("APP_ID" in before));

        const written = await addToEnvFile(file, { APP_ID: "7", WEBHOOK_SECRET: secret }).then(
          () => true,
          () => false,
        );

        const expected = { ...before, APP_ID: "7", WEBHOOK_SECRET: secret.trim().replaceAll("\n", "\\n") };
        expect({ ...parseEnv(readFileSync(file, "utf8")) }).toEqual(written ? expected : { ...before });
      }),
      { numRuns: runs(100) },
    );
  });
});

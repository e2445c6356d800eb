import { execFileSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { productionBill } from "../dev/generate/production-bill.ts";

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
}

/** A package of a bill of materials. */
interface Component {
  readonly purl: string;
  readonly version: string;
  readonly licenses: readonly { readonly license?: { readonly id: string }; readonly expression?: string }[];
  readonly hashes: readonly { readonly alg: string }[];
}

const REGISTRY = "https://registry.npmjs.org/";
const { "": root, ...packages }: Record<string, Locked> = JSON.parse(
  readFileSync("package-lock.json", "utf8"),
).packages;
const locked = Object.entries(packages);
const namesOf = (found: typeof locked) => found.map(([path]) => path);

describe("the dependencies", () => {
  it("are each locked to a version of the registry, by the hash of its content", () => {
    const isLocked = ({ version = "", resolved = REGISTRY, integrity = "", link }: Locked) =>
      /^\d+\.\d+\.\d+/.test(version) &&
      resolved.startsWith(REGISTRY) &&
      integrity.startsWith("sha512-") &&
      !link;

    expect(root).toMatchObject({ name: "plimsoll" });
    expect(locked.length).toBeGreaterThan(100);
    expect(namesOf(locked.filter(([, each]) => !isLocked(each)))).toEqual([]);
  });

  it("of package.json are exact versions, so that none changes by itself", () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync("package.json", "utf8"));
    const versions = Object.values<string>({ ...dependencies, ...devDependencies });

    expect(versions.filter((version) => !/^(?:npm:[\w-]+@)?\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  it("that run need no script at their installation", () => {
    const scripted = locked.filter(([, { hasInstallScript, dev }]) => hasInstallScript && !dev);

    expect(namesOf(scripted)).toEqual([]);
  });
});

describe("the bill of materials", () => {
  const bill = JSON.parse(execFileSync("npm", ["run", "--silent", "sbom"], { encoding: "utf8" }));

  it("lists what the page on licences lists, each by its hash, its licence and where it comes from", () => {
    const rows = readFileSync("docs/licenses.md", "utf8").matchAll(/^\| (\S+) \| (\d\S*) \| (.+) \|$/gm);
    const listed = [...rows].map(([, name, version, license]) => [name, version, license, "SHA-512"]);
    const billed = bill.components.map(({ purl, version, licenses, hashes }: Component) => [
      decodeURIComponent(purl).replace(/^pkg:npm\/|@[^@]*$/g, ""),
      version,
      licenses[0]?.license?.id ?? licenses[0]?.expression,
      hashes[0]?.alg,
    ]);

    expect(listed.length).toBeGreaterThan(100);
    expect(billed.sort()).toEqual(listed.sort());
  });

  it("is of Plimsoll, and its dependencies are among what it lists", () => {
    const known = [bill.metadata.component, ...bill.components].map((each) => each["bom-ref"]);
    const named = bill.dependencies.flatMap(({ ref, dependsOn }: { ref: string; dependsOn: string[] }) => [
      ref,
      ...dependsOn,
    ]);

    expect(bill.metadata.component.name).toBe("plimsoll");
    expect(bill.bomFormat).toBe("CycloneDX");
    expect(named.filter((ref: string) => !known.includes(ref))).toEqual([]);
  });

  it("leaves out what is for development only, and nothing else", () => {
    const development = [{ name: "cdx:npm:package:development", value: "true" }];
    const all = {
      metadata: { component: { "bom-ref": "a@1.0.0", name: "folder", purl: "pkg:npm/%40b/a@1.0.0" } },
      components: [{ "bom-ref": "runs@1.0.0" }, { "bom-ref": "tests@1.0.0", properties: development }],
      dependencies: [
        { ref: "a@1.0.0", dependsOn: ["runs@1.0.0", "tests@1.0.0"] },
        { ref: "tests@1.0.0", dependsOn: ["runs@1.0.0"] },
      ],
    };

    expect(JSON.parse(productionBill(JSON.stringify(all)))).toEqual({
      metadata: { component: { "bom-ref": "a@1.0.0", name: "%40b/a", purl: "pkg:npm/%40b/a@1.0.0" } },
      components: [{ "bom-ref": "runs@1.0.0" }],
      dependencies: [{ ref: "a@1.0.0", dependsOn: ["runs@1.0.0"] }],
    });
  });
});

/** What the last stage of the container is made by, each instruction on a line. */
const stages = readFileSync("Dockerfile", "utf8")
  .split(/^(?=FROM )/m)
  .map((stage) => stage.split("\n").filter((line) => line !== "" && !line.startsWith("#")));
const last = stages.at(-1) ?? [];
const argumentOf = (name: string) => last.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1);

describe("the container", () => {
  it("is built without the scripts of any dependency, and holds those only that run", () => {
    const installs = stages.flat().filter((line) => line.includes("npm ci"));
    const [copied] = last.filter((line) => line.includes("node_modules"));
    const from = stages.find(([first]) => first?.endsWith(" AS dependencies"));

    expect(installs.length).toBeGreaterThan(1);
    expect(installs.filter((line) => !line.includes("--ignore-scripts"))).toEqual([]);
    expect(copied).toBe("COPY --from=dependencies /app/node_modules ./node_modules");
    expect(from).toContain("RUN npm ci --omit=dev --ignore-scripts");
  });

  it("holds no shell and no package manager, and needs none", () => {
    expect(argumentOf("FROM")).toMatch(/^gcr\.io\/distroless\/nodejs\d+-debian\d+$/);
    expect(last.filter((line) => line.startsWith("RUN "))).toEqual([]);
    expect(JSON.parse(argumentOf("CMD") ?? "")).toContain("start");
    expect(JSON.parse(argumentOf("ENTRYPOINT") ?? "")).toEqual([]);
    expect(JSON.parse(argumentOf("HEALTHCHECK")?.replace(/^.*? CMD /, "") ?? "")[0]).toBe("node");
  });

  it("runs as an ordinary user, to whom nothing but its data belongs", () => {
    const owned = last.filter((line) => line.includes("--chown") || line.includes("--chmod"));

    expect(argumentOf("USER")).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(owned).toEqual([`COPY --from=build --chown=${argumentOf("USER")} /data /data`]);
    expect(argumentOf("VOLUME")).toBe("/data");
  });

  it("has the Node that the tests run with", () => {
    const version = readFileSync(".node-version", "utf8").trim();

    expect(stages.map(([first = ""]) => /node(?:js|:)(\d+)/.exec(first)?.[1])).toEqual(
      stages.map(() => version),
    );
  });

  it("holds every file that the server reads beside its code", () => {
    const sources = globSync("src/**/*.ts").map((file) => readFileSync(file, "utf8"));
    const read = [...sources.join("").matchAll(/new URL\("\.\.\/\.\.\/([\w.-]+)/g)].map(([, name]) => name);
    const copied = last.filter((line) => line.startsWith("COPY ")).join(" ");

    expect(read.length).toBeGreaterThan(3);
    expect(read.filter((name) => !copied.includes(` ${name}`))).toEqual([]);
  });
});

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly with?: object;
  readonly run?: string;
}

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly permissions?: Readonly<Record<string, string>>;
        readonly steps: readonly Step[];
      }
    >
  >;
}

const workflows = globSync(".github/workflows/*.yml").sort();
const readWorkflow = (file: string): Workflow => parse(readFileSync(file, "utf8"));

describe("the action", () => {
  const { steps }: { steps: readonly Step[] } = parse(readFileSync("action.yml", "utf8")).runs;
  const scripts = steps.flatMap(({ run }) => run ?? []);

  it("installs what is locked, without the scripts of any dependency, and caches nothing", () => {
    const installs = scripts.filter((script) => /\bnpm\b/.test(script));
    const node = steps.find(({ uses }) => uses?.startsWith("actions/setup-node@"));

    expect(installs).toEqual([expect.stringContaining("npm ci --omit=dev --ignore-scripts")]);
    expect(node?.with).toEqual({
      "node-version": Number(readFileSync(".node-version", "utf8")),
      "package-manager-cache": false,
    });
    expect(steps.filter(({ uses }) => uses?.includes("cache"))).toEqual([]);
  });

  it("puts no expression into a script, and gives the token to one step only", () => {
    const withToken = steps.filter((step) => /token/i.test(JSON.stringify(step)));

    expect(scripts.length).toBe(2);
    expect(scripts.filter((script) => script.includes("${"))).toEqual([]);
    expect(withToken.map(({ name }) => name)).toEqual(["Report"]);
  });
});

describe("the workflows and the action", () => {
  it("take each action by its commit", () => {
    const uses = ["action.yml", ...workflows].flatMap((file) => [
      ...readFileSync(file, "utf8").matchAll(/uses: (.*)/g),
    ]);

    expect(uses.length).toBeGreaterThan(3);
    expect(
      uses.map(([, text = ""]) => text).filter((text) => !/^[\w/-]+@[0-9a-f]{40} # v[\d.]+$/.test(text)),
    ).toEqual([]);
  });
});

describe("the workflows", () => {
  it("may read the code, and nothing else; that of a release may publish it", () => {
    const granted = workflows.flatMap((file) => {
      const { permissions, jobs } = readWorkflow(file);
      const ofJobs = Object.values(jobs).map((job) => job.permissions ?? permissions);
      return [permissions, ...ofJobs].map((each) => `${file.split("/").at(-1)} ${JSON.stringify(each)}`);
    });

    expect([...new Set(granted)].sort()).toMatchInlineSnapshot(`
      [
        "ci.yml {"contents":"read"}",
        "ci.yml {}",
        "explore.yml {"contents":"read"}",
        "release.yml {"contents":"read","packages":"write","id-token":"write"}",
        "release.yml {"contents":"read"}",
        "release.yml {"contents":"write"}",
        "release.yml {"id-token":"write"}",
        "release.yml {}",
      ]
    `);
  });

  it("leave no token where what they run could read it", () => {
    const checkouts = workflows.flatMap((file) =>
      Object.values(readWorkflow(file).jobs)
        .flatMap(({ steps }) => steps)
        .filter(({ uses }) => uses?.startsWith("actions/checkout@")),
    );

    expect(checkouts.length).toBeGreaterThan(3);
    expect(checkouts.filter((step) => JSON.stringify(step.with) !== '{"persist-credentials":false}')).toEqual(
      [],
    );
  });
});

import { globSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";

/** Whoever has each property run 10,000 times waits for longer. */
const limit = process.env.PLIMSOLL_RUNS === undefined ? 1_800_000 : 24 * 3_600_000;

const PURE = [
  ...["commands", "config", "docs", "domain", "gallery", "git", "oracle", "pages", "preview", "queue"],
  ...["render", "setup", "storage"],
];
const WITH_GITHUB = ["check-runs", "digests", "github", "ingest", "report", "spend"];

/** Those in shared folders that have a process of their own: they replace the network, or need the real one. */
const APART = "canary|doctor";

const testsIn = (folders: readonly string[]) =>
  folders.map((folder) => `test/${folder}/**/!(${APART}).test.ts`);

/** The tests that change nothing which others see, so that they share what they import. */
export const together = [
  ...testsIn(PURE),
  "test/{app-manifest,commands,env,package,sizes,spec,supply-chain}.test.ts",
  "test/operations/{clock-skew,digest-gauges,error-text,spend-sources,store-check}.test.ts",
  "test/ship-choice.property.test.ts",
];
/** Those that allow no network but what they answer themselves share it among each other. */
const withGitHub = [
  ...testsIn(WITH_GITHUB),
  "test/late.test.ts",
  "test/operations/{error-kind,error-log}.test.ts",
  "test/{copy-store,late,order,same-everywhere,two-replicas}.property.test.ts",
];

/** Those that start servers and reach them over the network, which nothing may replace in their processes. */
export const withServers = [
  ...testsIn(["demo"]),
  "test/notify/{overload,send,sign}.test.ts",
  "test/operations/metrics.test.ts",
  "test/server/{locked-stores,notifications,pipelining,schedule,shutdown}.test.ts",
  "test/{e2e,fairness,lifecycle,security,server,surfaces.e2e}.test.ts",
];

const filesWith = (content: RegExp, patterns: readonly string[]) =>
  globSync(patterns).filter((file) => content.test(readFileSync(file, "utf8")));

/** About the SQLite file: its schemas, its key, its settings, and what is left in it after a deletion. */
const OF_THE_FILE = [
  ...["database", "definitions", "deletion", "forgetting.property", "planner-statistics"],
  ...["pseudonym-key", "rules", "stable-plans", "store-identity", "stored-json", "upgrade"],
].map((name) => `test/storage/${name}.test.ts`);
/** The tests that also run on PostgreSQL: those of stores, and quick ones of what is computed from stores. */
const onBoth = [
  ...testsIn(["storage"]),
  "test/digests/{alert-spend,notify,publish,scopes,seal-weeks,spend.property,weekly,zero}.test.ts",
  "test/{copy-store,order,same-everywhere,two-replicas}.property.test.ts",
];
/** About what only PostgreSQL has: servers that refuse, and users with less rights. */
const ONLY_ON_POSTGRES = ["test/**/*.postgres.test.ts"];

/** The tests that take minutes: servers that are killed, attacked, and refused by GitHub; and an installation by npm. */
const LONG = ["test/faults/**/*.test.ts", "test/hostile/**/*.test.ts", "test/action/action.test.ts"];
/** Takes a number of runs or a size that differs in full, or plays other values with another seed. */
const IS_LONGER =
  /from "fast-check"|import \{[^}]*\b(?:runs|isFull)\b[^}]*\} from "[./]+\/support\/limits\.ts"/;
const longerIn = (patterns: readonly string[], exclude: readonly string[]) =>
  globSync(patterns, { exclude }).filter(
    (file) => file.match(/test\/(?:faults|hostile|action)\//) || IS_LONGER.test(readFileSync(file, "utf8")),
  );

/** Several servers on one PostgreSQL. */
const REPLICAS = "test/replicas/**/*.test.ts";
/** Those that are killed, beside a PostgreSQL of their own that restarts. */
const replicas: TestProjectInlineConfiguration = {
  extends: true,
  test: { name: "replicas", include: ["test/replicas/replicas.test.ts"] },
};
const twoServers: TestProjectInlineConfiguration = {
  extends: true,
  test: {
    name: "two servers",
    include: ["test/replicas/two-servers.test.ts"],
    globalSetup: "test/support/postgres-cluster.ts",
  },
};

/** Opens stores of its own. */
const HAS_STORES = /import \{[^}]*\bopenTestStores\b[^}]*\} from "[./]+\/support\/stores\.ts"/;
const onPostgres = (include: string[], without: string[] = []): TestProjectInlineConfiguration => ({
  extends: true,
  test: {
    name: "on PostgreSQL",
    include,
    exclude: [...OF_THE_FILE, ...without],
    globalSetup: "test/support/postgres-cluster.ts",
    isolate: false,
  },
});
/** In the mode "postgres", all tests of stores run there, which takes long. */
const withStores = (patterns: readonly string[]) => filesWith(HAS_STORES, patterns);
const allOnPostgres = onPostgres(
  [...onBoth, ...ONLY_ON_POSTGRES, ...withStores(["test/**/*.test.ts"])],
  withServers,
);
const serversOnPostgres = onPostgres(withStores(withServers));

/** The projects of modes that run other tests than the usual ones. */
const BY_MODE: Readonly<Record<string, TestProjectInlineConfiguration[]>> = {
  // What CI runs after the usual tests: a fifth of the kills, and all that needs a PostgreSQL.
  long: [
    replicas,
    twoServers,
    {
      extends: true,
      test: { name: "long", include: LONG, env: { PLIMSOLL_FULL: "1", PLIMSOLL_SHARE: "0.2" } },
    },
    onPostgres([...onBoth, ...ONLY_ON_POSTGRES]),
  ],
  postgres: [
    replicas,
    twoServers,
    allOnPostgres,
    { ...serversOnPostgres, test: { ...serversOnPostgres.test, name: "servers on PostgreSQL" } },
  ],
};

export default defineConfig(({ mode }) => {
  const isFull = mode === "full";
  const filesIn = (patterns: readonly string[], exclude: readonly string[] = []) =>
    isFull
      ? { include: longerIn(patterns, [...exclude, ...ONLY_ON_POSTGRES]) }
      : { include: [...patterns], exclude: [...exclude, ...LONG, ...ONLY_ON_POSTGRES] };
  const usual: TestProjectInlineConfiguration[] = [
    { extends: true, test: { name: "together", ...filesIn(together), isolate: false } },
    // In full, properties play on SQLite only: PostgreSQL takes several times as long.
    ...(isFull ? [replicas, twoServers] : []),
    { extends: true, test: { name: "with GitHub", ...filesIn(withGitHub), isolate: false } },
    { extends: true, test: { name: "with servers", ...filesIn(withServers), isolate: false } },
    {
      extends: true,
      test: {
        name: "alone",
        ...filesIn(["test/**/*.test.ts"], [...together, ...withGitHub, ...withServers, REPLICAS]),
      },
    },
  ];
  return {
    test: {
      globalSetup: "test/support/temporary-folder.ts",
      setupFiles: "test/support/seed.ts",
      env: isFull ? { PLIMSOLL_FULL: "1" } : {},
      restoreMocks: true,
      // Node reads its package.json, which is large, for each import of each of its files.
      server: { deps: { inline: ["drizzle-orm"] } },
      // More than there are cores: some tests wait for the processes that they start.
      maxWorkers: availableParallelism() + (isFull || mode === "long" ? 2 : 1),
      // Against hanging only: no test depends on how busy the machine is.
      testTimeout: limit,
      hookTimeout: limit,
      projects: BY_MODE[mode] ?? usual,
    },
  };
});

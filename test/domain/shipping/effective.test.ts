import { describe, expect, it } from "vitest";
import { classifyFile, compileFileRules, isEffectiveFile } from "../../../src/domain/shipping/effective.ts";
import { linguistLines } from "../../../src/domain/shipping/gitattributes.ts";

const root = (text: string) => linguistLines([{ folder: "", text }]);

describe("a file", () => {
  it.each([
    "src/a.ts",
    "package.json",
    "Dockerfile",
    "docs.ts",
    "src/readme.ts",
    "src/license.ts",
    "src/licensing/license-check.ts",
    "app/docs/page.tsx",
    "db/schema.sql",
    "src/cache/redis.ts",
    "config/env/production.rb",
    "src/external/payments.ts",
    "types/global.d.ts",
    "samples/hello.go",
    "demos/shop/index.ts",
    "examples/app.py",
    "test/fixtures/order.json",
    "pkg/testdata/order.golden",
    "components/Chart.js",
    "lib/react-hooks.js",
    "lib/prototypes/user.js",
    "packages/api/v1.0/handlers.ts",
    "src/codemirror/theme.ts",
    "styles/import.css",
    "App/Assets.xcassets/Logo.imageset/Contents.json",
    "app/proguard-rules.pro",
    "locale/de.po",
    "requirements.txt",
    "src/token_gen.ts",
    "src/block.ts",
    "pods/watcher.go",
    "src/version.ts",
    "src/coverage/report.ts",
    "src/log/index.ts",
    "lib/junit.ts",
    "config/coverage.yml",
    "arch/arm/board.dts",
    "schema/order.fbs",
    "locale/messages.pot",
    "icons/logo.svg",
  ])("%s counts", (path) => {
    expect(classifyFile(path)).toBe("code");
    expect(isEffectiveFile(path)).toBe(true);
  });

  it.each([
    "README.md",
    "packages/core/README.de.md",
    "docs/guide/setup.png",
    "Documentation/index.html",
    "CHANGELOG",
    "LICENSE.txt",
    "LICENSE-APACHE",
    "man/plimsoll.1",
    "site/page.mdx",
    "guide/index.rst",
    "CODEOWNERS",
  ])("G3: %s is documentation and does not count", (path) => {
    expect(classifyFile(path)).toBe("documentation");
    expect(isEffectiveFile(path)).toBe(false);
  });

  it.each([
    "package-lock.json",
    "app/Gemfile.lock",
    "go.sum",
    "go.work.sum",
    "web/yarn.lock",
    "pnpm-lock.yaml",
    "bun.lockb",
    "Cargo.lock",
    "uv.lock",
    "pylock.toml",
    "Package.resolved",
    "gradle.lockfile",
    "infra/.terraform.lock.hcl",
    "src/App/packages.lock.json",
    "Chart.lock",
  ])("G3: %s is a lockfile and does not count", (path) => {
    expect(classifyFile(path)).toBe("lockfile");
  });

  it.each([
    "api/service.pb.go",
    "api/service.pb.gw.go",
    "api/service_pb2.py",
    "api/service_pb2_grpc.pyi",
    "web/service_pb.d.ts",
    "lib/order.g.dart",
    "Forms/Main.Designer.cs",
    "src/__generated__/types.ts",
    "src/generated/client.ts",
    "src/routeTree.gen.ts",
    "src/schema.generated.d.ts",
    "api/v1/zz_generated.deepcopy.go",
    "assets/app.js.map",
    "test/__snapshots__/a.test.ts.snap",
    ".idea/workspace.xml",
    ".pnp.cjs",
  ])("G3: %s is generated and does not count", (path) => {
    expect(classifyFile(path)).toBe("generated");
  });

  it.each([
    "vendor/github.com/x/y.go",
    "web/node_modules/a/README.md",
    "third_party/zlib/zlib.c",
    "dist/index.js",
    "assets/app.min.js",
    "static/jquery-3.7.1.js",
    "gradlew",
    ".yarn/cache/left-pad.zip",
    "venv/lib/python3.13/site-packages/six.py",
  ])("G3: %s is vendored and does not count", (path) => {
    expect(classifyFile(path)).toBe("vendored");
  });
});

describe("what drives a build", () => {
  it.each([
    ".github/workflows/ci.yml",
    ".github/workflows/release/notes.js",
    ".github/actions/setup/action.yml",
    ".github/dependabot.yml",
    "services/api/.github/workflows/ci.yml",
    "Jenkinsfile",
    "ci/Vagrantfile",
    ".teamcity/settings.kts",
    ".gitlab-ci.yml",
    ".circleci/config.yml",
  ])("W6: is code: %s", (path) => {
    expect(classifyFile(path)).toBe("code");
  });

  it.each([
    ".github/ISSUE_TEMPLATE/bug.yml",
    ".github/PULL_REQUEST_TEMPLATE/feature.md",
    ".github/pull_request_template.md",
    ".github/CONTRIBUTING.md",
    ".github/copilot-instructions.md",
    ".github/CODEOWNERS",
    ".github/FUNDING.yml",
  ])("W6: does not count where it is a form or prose: %s", (path) => {
    expect(classifyFile(path)).toBe("documentation");
  });
});

describe("a file that tells nothing of work", () => {
  it.each([
    "VERSION",
    "version.txt",
    "pkg/VERSION",
    ".nvmrc",
    ".node-version",
    ".tool-versions",
    "web/.ruby-version",
  ])("W7: %s holds a version, and does not count", (path) => {
    expect(classifyFile(path)).toBe("version");
    expect(isEffectiveFile(path)).toBe(false);
  });

  it.each([
    "npm-debug.log",
    "logs/build.log",
    "coverage/lcov.info",
    "coverage/lcov-report/index.html",
    "coverage/coverage-final.json",
    "coverage.xml",
    "build/reports/jacoco.xml",
    "reports/TEST-com.example.OrderTest.xml",
    "cover.out",
    ".nyc_output/processinfo/index.json",
  ])("W7: %s is what a run left behind, and does not count", (path) => {
    expect(classifyFile(path)).toBe("generated");
  });

  it.each([
    "App/Assets.xcassets/Logo.imageset/logo.png",
    "static/hero.WEBP",
    "fonts/inter.woff2",
    "models/order.wasm",
    "fixtures/invoice.pdf",
    "lib/driver.jar",
  ])("G41: %s is binary, and does not count", (path) => {
    expect(classifyFile(path)).toBe("binary");
  });
});

describe("the rules of a repository", () => {
  it.each([
    ["legacy/", "legacy/a/b.ts"],
    ["legacy/**", "legacy/a.ts"],
    ["./legacy/**", "legacy/a.ts"],
    ["**/*.stories.tsx", "a.stories.tsx"],
    ["**/*.stories.tsx", "src/ui/a.stories.tsx"],
    ["src/*/mocks/**", "src/a/mocks/b.ts"],
    ["package-lock.json", "package-lock.json"],
  ])("exclude by %s the file %s", (glob, path) => {
    expect(classifyFile(path, compileFileRules({ exclude: ["none", glob] }))).toBe("excluded");
  });

  it.each([
    ["legacy/**", "src/legacy/a.ts"],
    ["legacy", "legacy/a.ts"],
    ["*.ts", "src/a.ts"],
    ["src/*", "src/a/b.ts"],
    ["SRC/**", "src/a.ts"],
  ])("do not exclude by %s the file %s", (glob, path) => {
    expect(classifyFile(path, compileFileRules({ exclude: [glob] }))).toBe("code");
  });

  it("go by .gitattributes before they go by the lists", () => {
    const rules = compileFileRules({
      gitattributes: root(
        "docs/** -linguist-documentation\napi/*.ts linguist-generated\nold/** linguist-vendored",
      ),
    });

    expect(classifyFile("docs/site/theme.ts", rules)).toBe("code");
    expect(classifyFile("api/client.ts", rules)).toBe("generated");
    expect(classifyFile("old/a/b.ts", rules)).toBe("vendored");
    expect(classifyFile("src/a.ts", rules)).toBe("code");
  });

  it("let each attribute speak for itself, as on GitHub", () => {
    const gitattributes = root("node_modules/own/** -linguist-vendored\ndist/** -linguist-generated");
    const rules = compileFileRules({ gitattributes });

    expect(classifyFile("node_modules/own/a.js", rules)).toBe("generated");
    expect(classifyFile("dist/a.js", rules)).toBe("vendored");
  });

  it("keep a lockfile a lockfile, and what is excluded excluded", () => {
    const gitattributes = root("* -linguist-generated -linguist-vendored -linguist-documentation");
    const rules = compileFileRules({ exclude: ["legacy/**"], gitattributes });

    expect(classifyFile("yarn.lock", rules)).toBe("lockfile");
    expect(classifyFile("legacy/a.ts", rules)).toBe("excluded");
    expect(classifyFile("vendor/github.com/a/b.go", rules)).toBe("code");
  });
});

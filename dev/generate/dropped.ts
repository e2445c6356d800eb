/** Entries of linguist's lists that hide what people write and ship, by the reason why each is left out. */
export const DROPPED = new Map(
  Object.entries({
    "a folder, or a word in a path, that products have as well": [
      "(^|/)cache/",
      "^[Dd]ependencies/",
      "(^|/)[Ee]xtern(als?)?/",
      "(^|/)env/",
      "(^|/)Sparkle/",
      "^debian/",
      "\\.imageset/",
    ],
    "a folder of code that people write and often deploy": ["^[Ee]xamples/", "^[Dd]emos?/", "^[Ss]amples?/"],
    "what tests read is written by hand, as tests are": [
      "(^|/)testdata/",
      "(^|/)[Tt]ests?/fixtures/",
      "(^|/)[Ss]pecs?/fixtures/",
    ],
    "also what is written around the library, or a common word": [
      "([^\\s]*)import\\.(css|less|scss|styl)$",
      "(^|/)bootstrap([^/.]*)(\\..*)?\\.(js|css|less|scss|styl)$",
      "(^|/)custom\\.bootstrap([^\\s]*)(js|css|less|scss|styl)$",
      "(^|/)foundation\\.(css|less|scss|styl)$",
      "(^|/)foundation(\\..*)?\\.js$",
      "(^|/)skeleton\\.(css|less|scss|styl)$",
      "(^|/)animate\\.(css|less|scss|styl)$",
      "(^|/)prototype(.*)\\.js$",
      "(^|/)effects\\.js$",
      "(^|/)controls\\.js$",
      "(^|/)dragdrop\\.js$",
      "(^|/)Chart\\.js$",
      "(^|/)angular([^.]*)\\.js$",
      "(^|\\/)d3(\\.v\\d+)?([^.]*)\\.js$",
      "(^|/)react(-[^.]*)?\\.js$",
      "(^|/)[Cc]ode[Mm]irror/(\\d+\\.\\d+/)?(lib|mode|theme|addon|keymap|demo)",
    ],
    "declarations are written by hand, too": ["(.*?)\\.d\\.ts$"],
    "slow on a hostile name of thousands of digits": ["(^|/)mootools([^.]*)\\d+\\.\\d+.\\d+([^.]*)\\.js$"],
    "hides packages/api/v1.0/ of a monorepo": ["(^|/)[Pp]ackages\\/.+\\.\\d+\\/"],
    "a deployment or build that people write": [
      "(^|/)fabfile\\.py$",
      "(^|/)proguard\\.pro$",
      "(^|/)proguard-rules\\.pro$",
      "(^|/)Jenkinsfile$",
      "(^|/)Vagrantfile$",
      "(^|/)\\.gitpod\\.Dockerfile$",
      "(^|/)\\.teamcity/",
    ],
    "workflows and actions are code; its forms and prose are documentation": ["(^|/)\\.github/"],
    "hides license.ts and readme.tsx; these names without code are documentation all the same": [
      "(^|/)[Ll]icen[cs]e(\\.|$)",
      "(^|/)[Rr]eadme(\\.|$)",
    ],
  }).flatMap(([reason, entries]) => entries.map((entry) => [entry, reason] as const)),
);

/** Endings that binary-extensions lists and people write as text, too. */
export const TEXTS = new Set(
  ["DS_Store", "bak", "dat", "dot", "dts", "fbs", "key", "m3u", "mht", "numbers", "pages", "pot"].concat([
    "raw",
    "resources",
    "rtf",
    "scpt",
    "shar",
    "slk",
    "snap",
    "sub",
    "xbm",
    "xpm",
  ]),
);

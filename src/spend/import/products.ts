/** Words that a row must have: in the name of its service, and in one of its vendors, where both are given. */
interface Words {
  readonly service?: readonly string[];
  readonly vendor?: readonly string[];
}

/** A product that a bill can name, and the tool that its money belongs to. */
interface Product {
  readonly name: string;
  /** `undefined` where any tool may use it: the money goes to the tool of the command, or to no known one. */
  readonly tool: string | undefined;
  /** A row is about the product when it has the words of one of these. */
  readonly words: readonly Words[];
  /** Services with these words are other products. */
  readonly except?: readonly string[];
}

const either = (...words: readonly string[]): readonly Words[] => [{ service: words }, { vendor: words }];
const service = (...words: readonly string[]): readonly Words[] => [{ service: words }];
const vendor = (...words: readonly string[]): readonly Words[] => [{ vendor: words }];

/** Tools by the name under which they are sold. The first row that fits a row of a bill decides. */
const TOOLS: readonly Product[] = [
  { name: "Claude Code", tool: "claude-code", words: service("claude code") },
  {
    name: "GitHub Copilot",
    tool: "github-copilot",
    words: [{ service: ["github copilot"] }, { service: ["copilot"], vendor: ["github"] }],
  },
  { name: "Cursor", tool: "cursor", words: either("cursor", "anysphere") },
  { name: "OpenAI Codex", tool: "codex", words: [{ service: ["codex"], vendor: ["openai"] }] },
  { name: "Kiro", tool: "kiro", words: service("kiro") },
  {
    name: "Amazon Q Developer",
    tool: "amazon-q",
    words: service("amazon q", "codewhisperer"),
    except: ["amazon q business", "amazon q in connect", "amazon q in quicksight"],
  },
  { name: "Gemini Code Assist", tool: "gemini-code-assist", words: service("gemini code assist") },
  { name: "Gemini CLI", tool: "gemini-cli", words: service("gemini cli") },
  { name: "Jules", tool: "jules", words: [{ service: ["jules"], vendor: ["google"] }] },
  { name: "Devin", tool: "devin", words: either("cognition ai", "cognition labs", "devin") },
  { name: "Windsurf", tool: "windsurf", words: either("windsurf", "codeium") },
  { name: "JetBrains AI and Junie", tool: "junie", words: service("jetbrains ai", "junie") },
  { name: "Augment Code", tool: "augment", words: either("augment code") },
  { name: "Amp", tool: "amp", words: [{ service: ["amp"], vendor: ["sourcegraph"] }, ...vendor("ampcode")] },
  { name: "Factory", tool: "factory-droid", words: vendor("factory ai") },
  { name: "Warp", tool: "warp", words: vendor("warp") },
  { name: "Replit", tool: "replit", words: either("replit") },
  { name: "Lovable", tool: "lovable", words: vendor("lovable") },
  { name: "GitLab Duo", tool: "gitlab-duo", words: service("gitlab duo") },
  { name: "CodeRabbit", tool: "coderabbit", words: either("coderabbit") },
  { name: "Greptile", tool: "greptile", words: either("greptile") },
  { name: "Qodo", tool: "qodo", words: either("qodo") },
];

/** Services with models for any tool. They come before the makers of models, whose models they sell. */
const MODEL_SERVICES: readonly Product[] = [
  { name: "Amazon Bedrock", tool: undefined, words: service("bedrock") },
  {
    name: "Vertex AI",
    tool: undefined,
    words: service("vertex ai", "gemini api", "generative language api", "gemini enterprise agent platform"),
  },
  {
    name: "Azure OpenAI and Foundry models",
    tool: undefined,
    words: service("azure openai", "azure ai foundry", "microsoft foundry", "foundry models"),
  },
  { name: "OpenRouter", tool: undefined, words: vendor("openrouter") },
];

/** Makers of models: the tool is the one that attribution names for a commit that a model of theirs signs. */
const MAKERS: readonly Product[] = [
  { name: "Anthropic, and Claude elsewhere", tool: "claude-code", words: either("anthropic", "claude") },
  {
    name: "OpenAI, and ChatGPT elsewhere",
    tool: "openai",
    words: [...either("openai"), ...service("chatgpt")],
  },
  { name: "xAI", tool: "grok", words: either("xai", "x.ai") },
  { name: "Mistral AI", tool: "mistral-vibe", words: either("mistral ai", "mistral") },
];

/** All products that are recognized in a bill, in the order in which they are looked for. */
export const PRODUCTS: readonly Product[] = [...TOOLS, ...MODEL_SERVICES, ...MAKERS];

interface Compiled extends Product {
  readonly patterns: readonly { readonly service: RegExp | undefined; readonly vendor: RegExp | undefined }[];
  readonly exceptions: RegExp | undefined;
}

const COMPILED: readonly Compiled[] = PRODUCTS.map((product) => ({
  ...product,
  patterns: product.words.map((words) => ({ service: anyOf(words.service), vendor: anyOf(words.vendor) })),
  exceptions: anyOf(product.except),
}));

/** A pattern for whole words. */
function anyOf(words: readonly string[] | undefined): RegExp | undefined {
  if (words === undefined) return undefined;
  const escaped = words.map((word) => word.replace(/[.]/g, "\\$&"));
  return new RegExp(`(?<![a-z0-9])(?:${escaped.join("|")})(?![a-z0-9])`, "i");
}

/** The product of a row, by the name of its service and those of its vendors. */
export function findProduct(serviceName: string, vendors: string): Product | undefined {
  return COMPILED.find(
    ({ patterns, exceptions }) =>
      exceptions?.test(serviceName) !== true &&
      patterns.some(
        (pattern) => pattern.service?.test(serviceName) !== false && pattern.vendor?.test(vendors) !== false,
      ),
  );
}

/** Names that Windows reserves for devices. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
const LONGEST = 80;

/**
 * The file names of the pages of some repositories, without their ending, in the same order.
 *
 * Each is safe in a folder of any system and in an address, and no two are equal, in any case of letters.
 */
export function fileNames(repositories: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return repositories.map((repository) => {
    const plain = plainName(repository.split("/").at(-1) ?? "");
    const candidates = [plain, ...repositories.map((_, index) => `${plain}-${index + 2}`)];
    const free = candidates.find((each) => !taken.has(each.toLowerCase())) ?? plain;
    taken.add(free.toLowerCase());
    return free;
  });
}

function plainName(name: string): string {
  const plain = name
    .replaceAll(/[^\w.-]+/g, "-")
    .replace(/^\.+/, "")
    .slice(0, LONGEST)
    .replace(/\.+$/, "");
  return plain === "" || RESERVED.test(plain) ? `repository-${plain}` : plain;
}

import { Past } from "./past.ts";

const PEOPLE = ["Ada Example", "Bo Example", "Cy Example", "Di Example", "Ed Example", "Flo Example"];
const TOOLS = ["Claude <noreply@anthropic.com>", "Copilot <198982749+Copilot@users.noreply.github.com>"];

/** Half a year of six people's work with a release a week: declared, reverted, documentation and robots' among it. */
export function busyPast(weeks = 24, remotes: Readonly<Record<string, string>> = {}): Past {
  const past = new Past({ remotes });
  past.commit("feat: before (#1)");
  past.tag("v1.0.0");
  let number = 1;
  for (let week = 1; week <= weeks; week++) {
    for (const [index, name] of PEOPLE.entries()) {
      // Some are away, and not all work is declared; always the same.
      if ((week * 7 + index * 5) % 6 === 0) continue;
      const by = `${name} <${name.slice(0, 2).toLowerCase()}@mail.example>`;
      const tool = (week + index) % 3 === 0 ? `\n\nCo-authored-by: ${TOOLS[index % TOOLS.length]}` : "";
      past.commit(`feat: ${name.split(" ")[0]} in ${week} (#${++number})${tool}`, {
        by,
        files: [`src/${index}.ts`],
      });
    }
    past.commit(`docs: ${week} (#${++number})`, { files: ["README.md"] });
    past.wait(1);
    past.tag(`v1.${week}.0`);
    past.wait(1);
    if (week % 4 === 0) past.git(["revert", "--no-edit", "HEAD~1"]);
    past.wait(5);
  }
  return past;
}

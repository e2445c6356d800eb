import type { Preview } from "../../domain/clone/preview.ts";
import { previewNotes, shallowNote, silenceNote } from "../preview-notes.ts";
import { code } from "../text.ts";
import { toolNames } from "../tool-names.ts";
import { renderPage } from "./page.ts";
import { repositoryList } from "./repositories.ts";
import type { SiteScope } from "./site.ts";

/** Renders a preview as one page of a site. */
export function renderPreviewPage(preview: Preview): string {
  const scope = scopeOfPreview(preview);
  return renderPage(scope, { repositories: repositoryList(scope, []) });
}

/** A clone's weeks as those of a site. Its digests do not contain the tools, which a clone knows apart. */
function scopeOfPreview(preview: Preview): SiteScope {
  const weeks = preview.weeks.map(({ digest, tools }) => ({ ...digest, tools }));
  const shallow = shallowNote(preview.source, code);
  return {
    name: preview.digest.scope,
    digest: { ...preview.digest, tools: preview.tools },
    weeks,
    zone: "UTC",
    ruleChanges: [],
    names: toolNames(),
    notes: [silenceNote(preview), shallow].filter(Boolean),
    source: previewNotes(preview, code)
      .filter((note) => note !== shallow)
      .join(" "),
  };
}

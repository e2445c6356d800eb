/** The purpose of each permission in app.yml; an App may ask for no other. */
export const PURPOSES: Readonly<Record<string, string>> = {
  metadata: "know which repositories there are; every App may",
  contents: "read commits and their trailers, and the configuration",
  pull_requests: "know what was merged, when, and by whom it was approved",
  deployments: "know what reached production",
  merge_queues: "put its check run on what a merge queue builds",
  checks: "post one check run on each pull request",
  issues: "post one digest issue a week",
};

/**
 * The digests of acme/shop as of Monday 16 November 2026, 09:00 UTC, counted by hand from the story, never computed.
 *
 * # is the pull request, "builder day" the pair it falls in, and the last column the deployment it arrives with.
 *
 * Week 2026-W45, Monday 2 to Sunday 8 November
 *
 *  #   name          merged     builder  class        declared     arrives
 *  1   storefront    Mon 09:20  amara    -            -            with the baseline: in no count
 *  2   stock         Mon 15:00  bjorn    effective    Claude Code  Mon 15:20
 *  3   quantities    Tue 10:40  chiyo    effective    no           Wed 10:30, after the failure
 *  4   zod           Tue 14:30  -        automation   -            Wed 10:30, after the failure
 *  5   rates         Wed 10:10  dario    effective    Copilot      Wed 10:30
 *  6   releasing     Wed 12:00  esther   ineffective  -            Wed 12:20
 *  7   sizes         Thu 10:00  amara    effective    Cursor       Thu 14:40
 *  8   address       Thu 14:20  amara    effective    no           Thu 14:40
 *  9   confirmation  Fri 11:00  esther   effective    Claude Code  Fri 14:00
 *  10  invoices      Fri 13:40  chiyo    effective    no           Fri 14:00
 *
 *  9 merged (2–10) = 1 automation (4) + 1 ineffective (6) + 7 effective; none undone, so 7 net =
 *  4 declared (2, 5, 7, 9) + 3 undeclared (3, 8, 10).
 *
 *  6 pairs: bjorn Mon 1, chiyo Tue 0, dario Wed 1, amara Thu 0.86 (7 has 111 lines, 8 has 18), esther Fri 1,
 *  chiyo Fri 0; AI-assisted 3.86.
 *  5 builders: 6 ÷ 5 = 1.2 each; 6 ÷ (5 × 5) = 0.24 occupied; 4 of 5 adopted, which is more than 5 − 2: "nearly all".
 *
 *  10 deployments: Mon 09:40 baseline · Mon 13:20 preview · Mon 15:20 counted · Tue 15:00 not-production (staging) ·
 *  Tue 15:30 failed · Wed 10:30 counted · Wed 12:20 no-effective-change (6) · Thu 14:40 counted ·
 *  Thu 16:00 same-commit · Fri 14:00 counted.
 *
 *  Its last change, 10, was deployed within the week: complete when the week ended, settled on Mon 16 Nov 00:00.
 *
 * Week 2026-W46, Monday 9 to Sunday 15 November
 *
 *  #   name          merged     builder  class        declared     arrives
 *  11  express       Mon 10:30  bjorn    undone       Copilot      Mon 11:00; reverted by 13 after two days
 *  12  search        Tue 11:00  farid    effective    Codex        Tue 11:30; rolled back at 14:00, back at 17:00
 *  13  noExpress     Wed 10:00  dario    rework       -            Wed 10:30
 *  14  remember      Wed 15:00  chiyo    effective    Claude Code  Thu 12:00
 *  15  logout        Thu 11:20  dario    effective    no           Thu 12:00
 *  16  tax           Fri 10:00  amara    effective    Aider        Fri 11:30
 *  17  newsletter    Fri 11:00  esther   effective    no           Fri 11:30
 *  18  giftCards     open
 *
 *  7 merged (11–17) = 1 rework (13) + 6 effective; 1 undone (11), so 5 net =
 *  3 declared (12, 14, 16) + 2 undeclared (15, 17).
 *
 *  5 pairs: farid Tue 1, chiyo Wed 1, dario Thu 0, amara Fri 1, esther Fri 0; AI-assisted 3.
 *  5 builders: 5 ÷ 5 = 1 each; 3 of 5 adopted, 0.6. With bjorn's 2 of W45 there are 6 builders in four weeks:
 *  5 ÷ (6 × 5) = 0.17 occupied.
 *
 *  7 deployments: Mon 11:00 counted · Tue 11:30 counted · Tue 14:00 rollback (to 11) ·
 *  Tue 17:00 no-effective-change (12 came before) · Wed 10:30 no-effective-change (13) · Thu 12:00 counted ·
 *  Fri 11:30 counted.
 *
 *  Its last change, 17, was deployed within the week: complete since Mon 16 Nov 00:00, not settled yet.
 *  19, wishlist, was merged on Mon 16 Nov and waits for a deployment: it belongs to W47.
 */
export const expectedDigests = {
  "2026-W45": {
    definition: 2,
    week: "2026-W45",
    scope: "acme/shop",
    ship: "deployments",
    state: "settled",
    deployments: {
      seen: 10,
      counted: 4,
      uncounted: {
        preview: 1,
        "not-production": 1,
        failed: 1,
        baseline: 1,
        "same-commit": 1,
        "no-effective-change": 1,
      },
    },
    changes: {
      merged: 9,
      pending: 0,
      waiting: 0,
      arrived: 9,
      automation: 1,
      ineffective: 1,
      rework: 0,
      effective: 7,
      withdrawn: 0,
      undone: 0,
      net: 7,
      declared: 4,
      undeclared: 3,
      unknown: 0,
      noBuilder: 0,
    },
    normalizedDeployments: {
      total: 6,
      aiAssisted: 3.86,
      unknown: 0,
      usual: null,
      signal: "learning",
      occupancy: 0.24,
    },
    builders: { count: 5, adoption: "nearly all", perBuilder: 1.2 },
  },
  "2026-W46": {
    definition: 2,
    week: "2026-W46",
    scope: "acme/shop",
    ship: "deployments",
    state: "complete",
    deployments: {
      seen: 7,
      counted: 4,
      uncounted: { rollback: 1, "no-effective-change": 2 },
    },
    changes: {
      merged: 7,
      pending: 0,
      waiting: 0,
      arrived: 7,
      automation: 0,
      ineffective: 0,
      rework: 1,
      effective: 6,
      withdrawn: 0,
      undone: 1,
      net: 5,
      declared: 3,
      undeclared: 2,
      unknown: 0,
      noBuilder: 0,
    },
    normalizedDeployments: {
      total: 5,
      aiAssisted: 3,
      unknown: 0,
      usual: null,
      signal: "learning",
      occupancy: 0.17,
    },
    builders: { count: 5, adoption: 0.6, perBuilder: 1 },
  },
} as const;

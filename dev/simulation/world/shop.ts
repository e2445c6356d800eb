/** The repository that tests store things of. */
export const SHOP = { id: 7, installationId: 1, owner: "acme", name: "shop" };

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY tsconfig.json ./
COPY src ./src
COPY dev/generate/sbom.ts dev/generate/production-bill.ts ./dev/generate/
RUN npm run --silent build && npm run --silent sbom > sbom.cdx.json && mkdir /data

FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# better-sqlite3 brings its binaries along; no dependency needs an install script.
RUN npm ci --omit=dev --ignore-scripts

# Node and the libraries that it needs: no shell, no package manager, nothing that could be run beside the server.
FROM gcr.io/distroless/nodejs24-debian13
ENV NODE_ENV=production HOST=0.0.0.0 DATABASE_URL=file:/data/plimsoll.db PATH=/nodejs/bin
WORKDIR /app
COPY package.json app.yml LICENSE ./
COPY migrations ./migrations
COPY docs/*.md ./docs/
COPY docs/alerts ./docs/alerts
COPY docs/dashboards ./docs/dashboards
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/sbom.cdx.json ./
COPY --from=build /app/lib ./lib
COPY --from=build --chown=1000:1000 /data /data
# By number, so that Kubernetes sees that it is not root.
USER 1000:1000
VOLUME /data
# The setup writes .env where the process runs.
WORKDIR /data
EXPOSE 3000
# Writes to /data only: the rest can be read-only.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT ?? 3000}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Commands are given whole, as in: docker exec plimsoll node /app/lib/cli.js status.
ENTRYPOINT []
# More room for young objects is filled before it is used again, and doubles what the process holds.
CMD ["node", "--max-semi-space-size=16", "/app/lib/cli.js", "start"]

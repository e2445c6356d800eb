FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY tsconfig.json ./
COPY src ./src
RUN npm run build

FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# better-sqlite3 brings its binaries along; no dependency needs an install script.
RUN npm ci --omit=dev --ignore-scripts

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 DATABASE_URL=file:/data/plimsoll.db
WORKDIR /app
COPY package.json app.yml ./
COPY migrations ./migrations
COPY docs/*.md ./docs/
COPY docs/alerts ./docs/alerts
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/lib ./lib
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
# The setup writes .env where the process runs.
WORKDIR /data
EXPOSE 3000
# Writes to /data only: the rest can be read-only.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["node", "-e", "fetch(`http://localhost:${process.env.PORT ?? 3000}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# More room for young objects is filled before it is used again, and doubles what the process holds.
CMD ["node", "--max-semi-space-size=16", "/app/lib/cli.js", "start"]

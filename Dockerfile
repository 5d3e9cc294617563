# Not built in this project's own CI, which has no Docker engine. Because NODE_ENV is production, DATABASE_URL is required, and SMTP_URL
# or DELIVERY.
#   docker build -t daybook .
#   docker run --rm -e DATABASE_URL=postgres://… daybook node dist/cli/main.js migrate
#   docker run -p 3000:3000 -e DATABASE_URL=postgres://… -e SMTP_URL=smtp://… -e SMTP_FROM=… daybook
ARG NODE=lts

FROM node:${NODE}-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY packages/embedded-postgres/package.json packages/embedded-postgres/
COPY packages/client/package.json packages/client/
COPY web/package.json web/
RUN npm ci --ignore-scripts --omit=optional
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY packages packages
COPY scripts scripts
COPY src src
COPY web web
RUN npm run build && npm prune --ignore-scripts --omit=dev --omit=optional

FROM node:${NODE}-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/packages packages
COPY --from=build /app/dist dist
COPY --from=build /app/web/dist web/dist
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/main.js"]

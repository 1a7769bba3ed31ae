# Two stages: the first builds the environment, the second has no compiler, no package cache and no root.
FROM python:3.11-slim-bookworm AS build
WORKDIR /app
COPY deploy/install.sh deploy/install.sh
COPY requirements.lock requirements.lock
RUN deploy/install.sh packages
COPY LICENSE pyproject.toml app.py ./
COPY .streamlit .streamlit
COPY pages pages
COPY ui ui
COPY api api
COPY services services
COPY db db
COPY learning learning
RUN deploy/install.sh project

FROM python:3.11-slim-bookworm
# The data folder of an installation with SQLite, and the master key in any case: give it a volume.
RUN install -d -o 10001 -g 10001 -m 0700 /data
WORKDIR /app
COPY --from=build /app /app
ENV PATH=/app/.venv/bin:$PATH HOME=/tmp PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 BELLWETHER_DATA_DIR=/data
USER 10001:10001
VOLUME /data
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=10s --start-period=180s --retries=3 CMD ["python", "-m", "services.server.probe"]
CMD ["bellwether", "serve", "--host", "0.0.0.0", "--port", "8501"]

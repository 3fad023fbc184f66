# The same image serves and works: `serve` (default) and `worker` are commands of one program.
FROM python:3.12-slim AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /packages
RUN python -m venv /opt/qingzhang
COPY requirements.lock ./
# Wheels, so that nothing is compiled and no package's build script runs; one, of Python alone, is published as source.
RUN /opt/qingzhang/bin/pip install --only-binary :all: --no-binary lunar-python --require-hashes -r requirements.lock

FROM python:3.12-slim
ENV PATH=/opt/qingzhang/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
# A fixed number, so that the owner of the data volume stays the same from image to image.
RUN useradd --uid 10001 --create-home --home-dir /app qingzhang && install -d -o qingzhang /app/data
COPY --from=packages /opt/qingzhang /opt/qingzhang
WORKDIR /app
COPY LICENSE README.md pyproject.toml ./
COPY bot ./bot
COPY handlers ./handlers
COPY storage ./storage
COPY ledger ./ledger
COPY config ./config
COPY templates ./templates
# Its user cannot write here: what Python and the tables leave beside the code is left now, or every start makes it anew.
RUN python -m compileall -q . && python -c "import storage.relations"
USER qingzhang
# The SQLite file and the key of links live here when there is no PostgreSQL.
VOLUME /app/data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
# exec form: the program itself gets SIGTERM and finishes what it holds.
ENTRYPOINT ["python", "-m", "bot"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]

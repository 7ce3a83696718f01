# rollback-service as it was built by `./sluice maven package`. Context: the project's folder.
FROM eclipse-temurin:25-jre

# pg_dump and pg_restore, for backups: at least as new as the servers that are backed up.
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-client && rm -rf /var/lib/apt/lists/*

RUN groupadd --gid 10001 sluice && useradd --uid 10001 --gid sluice --no-create-home --shell /usr/sbin/nologin sluice

# Where a volume for backups is mounted: it takes its owner from here.
RUN install -d -o 10001 -g 10001 -m 700 /var/lib/sluice/backups

WORKDIR /opt/sluice
# Libraries first: they change seldom, so their layers are kept from build to build.
COPY --chown=root:root rollback-service/target/quarkus-app/lib/ lib/
COPY --chown=root:root rollback-service/target/quarkus-app/quarkus-run.jar quarkus-run.jar
COPY --chown=root:root rollback-service/target/quarkus-app/app/ app/
COPY --chown=root:root rollback-service/target/quarkus-app/quarkus/ quarkus/

# A process that is out of memory is in no known state: it ends, and the next owner takes over.
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=60 -XX:+ExitOnOutOfMemoryError" \
    QUARKUS_HTTP_PORT=8083
EXPOSE 8083
USER 10001:10001

# Ready means that the journal was read to its end. Nothing but bash is needed to ask.
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$QUARKUS_HTTP_PORT && printf 'GET /q/health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && read -r line <&3 && [[ $line == *' 200 '* ]]"]

ENTRYPOINT ["java", "-jar", "/opt/sluice/quarkus-run.jar"]

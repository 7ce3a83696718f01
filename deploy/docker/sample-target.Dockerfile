# The sample application of the module demo, to have something to roll out. Context: the project's folder.
FROM eclipse-temurin:25-jre

RUN groupadd --gid 10001 sluice && useradd --uid 10001 --gid sluice --no-create-home --shell /usr/sbin/nologin sluice

WORKDIR /opt/sample
COPY --chown=root:root demo/target/lib/ lib/
COPY --chown=root:root demo/target/demo-*.jar demo.jar

# Which version it is and where it listens: stable and candidate are containers of this one image. It binds to loopback,
# so it stands in one network namespace with its proxy, as on one machine.
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=60 -XX:+ExitOnOutOfMemoryError" \
    TARGET_PORT=8080 \
    TARGET_VERSION=5.0
USER 10001:10001

HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$TARGET_PORT && printf 'GET /health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && read -r line <&3 && [[ $line == *' 200 '* ]]"]

ENTRYPOINT ["java", "-cp", "/opt/sample/demo.jar:/opt/sample/lib/*", "dev.sluice.demo.target.SampleTarget"]

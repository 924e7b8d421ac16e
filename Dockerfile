# One image for every role; the role is the first argument: docker run hypnos receive --tsdb.path=/data …
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -q -DskipTests -Dspotless.check.skip=true -pl all-in-one -am package \
 && mv all-in-one/target/all-in-one-*-boot.jar /hypnos.jar \
 && java -Djarmode=tools -jar /hypnos.jar extract --layers --destination /layers

FROM eclipse-temurin:25-jre
# For health checks, which must not start a JVM each time.
RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /layers/dependencies/ ./
COPY --from=build /layers/spring-boot-loader/ ./
COPY --from=build /layers/snapshot-dependencies/ ./
COPY --from=build /layers/application/ ./
COPY --from=build /src/all-in-one/jvm.options ./
# A short run of all roles writes the cache from which every later start of this very image loads its classes.
RUN java @jvm.options -XX:AOTCacheOutput=hypnos.aot -jar hypnos.jar \
      up --no-demo --free-ports --exit-when-ready --data=/tmp/practice >/dev/null \
 && rm -rf /tmp/practice \
 && mkdir /data && chown 65534:65534 /data
USER 65534:65534
VOLUME /data
EXPOSE 10901 10902 19291
# What is outside of the heap takes some 250 MB at most in a small container; below 640 MB of memory, set -Xmx instead.
ENV JAVA_OPTS="-XX:MaxRAMPercentage=60" MALLOC_ARENA_MAX=2
ENTRYPOINT ["/bin/sh", "-c", "exec java @/app/jvm.options -XX:AOTCache=/app/hypnos.aot $JAVA_OPTS -jar /app/hypnos.jar \"$@\"", "hypnos"]

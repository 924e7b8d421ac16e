# One image for every role; the role is the first argument: docker run hypnos receive --tsdb.path=/data …
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -q -DskipTests -Dspotless.check.skip=true -pl all-in-one -am package \
 && mv all-in-one/target/all-in-one-*-boot.jar /hypnos.jar \
 && java -Djarmode=tools -jar /hypnos.jar extract --layers --destination /layers

FROM eclipse-temurin:25-jre
WORKDIR /app
COPY --from=build /layers/dependencies/ ./
COPY --from=build /layers/spring-boot-loader/ ./
COPY --from=build /layers/snapshot-dependencies/ ./
COPY --from=build /layers/application/ ./
# A training run writes the cache from which every later start of this very image loads its classes.
RUN java -XX:+UseCompactObjectHeaders -XX:AOTCacheOutput=hypnos.aot -Dspring.context.exit=onRefresh --enable-native-access=ALL-UNNAMED \
      -jar hypnos.jar query --http-address=127.0.0.1:0 --grpc-address=127.0.0.1:0 >/dev/null \
 && mkdir /data && chown 65534:65534 /data
USER 65534:65534
VOLUME /data
EXPOSE 10901 10902 19291
ENV JAVA_OPTS=""
ENTRYPOINT ["/bin/sh", "-c", "exec java -XX:+UseCompactObjectHeaders -XX:AOTCache=/app/hypnos.aot -XX:MaxRAMPercentage=60 -XX:+ExitOnOutOfMemoryError -XX:+PerfDisableSharedMem --enable-native-access=ALL-UNNAMED $JAVA_OPTS -jar /app/hypnos.jar \"$@\"", "hypnos"]

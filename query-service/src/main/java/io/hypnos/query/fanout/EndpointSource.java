package io.hypnos.query.fanout;

import java.util.List;

/// Says which endpoints there are right now. Asked again and again; what cannot be found out stays as it was.
@FunctionalInterface
public interface EndpointSource {

    List<Endpoint> endpoints();
}

package io.hypnos.service.boot;

import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;

/// gRPC's health service; says at once what [Readiness] says.
final class GrpcHealth implements BindableService {

    private final HealthStatusManager manager = new HealthStatusManager();

    GrpcHealth(Readiness readiness) {
        readiness.listen(ready -> manager.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES,
                ready ? ServingStatus.SERVING : ServingStatus.NOT_SERVING));
    }

    @Override
    public ServerServiceDefinition bindService() {
        return manager.getHealthService().bindService();
    }
}

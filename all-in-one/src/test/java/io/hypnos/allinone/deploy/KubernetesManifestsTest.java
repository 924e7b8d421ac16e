package io.hypnos.allinone.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import io.kubernetes.client.openapi.models.V1Probe;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V1Volume;
import io.kubernetes.client.util.Yaml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KubernetesManifestsTest {

    @ParameterizedTest
    @MethodSource("manifests")
    void isAcceptedFieldByField(Path file) throws IOException {
        for (Object object : Yaml.loadAll(Files.readString(file))) {
            assertThat(object).isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void runsWithoutPrivilegesWithinLimits(Path file) throws IOException {
        for (Workload workload : workloads(Yaml.loadAll(Files.readString(file)))) {
            var pod = workload.template().getSpec();
            if (pod.getSecurityContext() == null) {
                // A patch.
                continue;
            }
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).as(workload.name()).isTrue();
            assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            assertThat(pod.getHostNetwork()).isNull();
            assertThat(pod.getEnableServiceLinks()).as("service variables would be taken for settings").isFalse();
            for (V1Container container : pod.getContainers()) {
                assertThat(container.getSecurityContext().getPrivileged()).isNull();
                assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
                assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
                assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
                assertThat(container.getResources().getRequests()).as(workload.name()).containsKeys("cpu", "memory");
                assertThat(container.getResources().getLimits().get("memory"))
                        .isEqualTo(container.getResources().getRequests().get("memory"));
                assertThat(container.getImage()).doesNotEndWith(":latest").doesNotContain("minio/minio", "bitnami/");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void probesPortsThatTheContainerHas(Path file) throws IOException {
        for (Workload workload : workloads(Yaml.loadAll(Files.readString(file)))) {
            for (V1Container container : workload.template().getSpec().getContainers()) {
                Set<String> ports = new HashSet<>();
                if (container.getPorts() != null) {
                    container.getPorts().forEach(port -> ports.add(port.getName()));
                }
                for (V1Probe probe : probes(container)) {
                    IntOrString port = probe.getHttpGet() == null
                            ? probe.getTcpSocket().getPort()
                            : probe.getHttpGet().getPort();
                    assertThat(ports).as("%s in %s", workload.name(), file).contains(port.getStrValue());
                }
            }
        }
    }

    @Test
    void everyRoleIsProbedForHealthAndReadiness() throws IOException {
        Set<String> roles = new HashSet<>();
        for (Workload workload : hypnosWorkloads()) {
            V1Container container = workload.template().getSpec().getContainers().getFirst();
            roles.add(container.getArgs().getFirst());
            assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/-/ready");
            assertThat(container.getStartupProbe().getHttpGet().getPath()).isEqualTo("/-/ready");
            assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/-/healthy");
            assertThat(container.getLifecycle().getPreStop().getSleep().getSeconds()).isPositive();
        }
        assertThat(roles).containsExactlyInAnyOrder("receive", "query", "store", "compact");
    }

    @Test
    void rendersTheDemo() throws Exception {
        List<Object> objects = Yaml.loadAll(kustomize("k8s/overlays/demo"));
        List<String> named = new ArrayList<>();
        Set<String> volumesToFind = new HashSet<>();
        for (Workload workload : workloads(objects)) {
            var pod = workload.template();
            assertThat(workload.selector()).as(workload.name()).isNotEmpty();
            assertThat(pod.getMetadata().getLabels()).as(workload.name()).containsAllEntriesOf(workload.selector());
            assertThat(pod.getSpec().getContainers().getFirst().getImage()).contains(":");
            if (pod.getSpec().getVolumes() != null) {
                pod.getSpec().getVolumes().forEach(volume -> volumesToFind.addAll(sources(volume)));
            }
        }
        for (Object object : objects) {
            switch (object) {
                case V1ConfigMap map -> named.add("configmap/" + map.getMetadata().getName());
                case V1Secret secret -> named.add("secret/" + secret.getMetadata().getName());
                case V1NetworkPolicy policy -> assertThat(workloads(objects)).as(policy.getMetadata().getName())
                        .anyMatch(workload -> workload.template().getMetadata().getLabels().entrySet()
                                .containsAll(policy.getSpec().getPodSelector().getMatchLabels().entrySet())
                                && portNames(workload).containsAll(policy.getSpec().getIngress().stream()
                                        .flatMap(rule -> rule.getPorts().stream())
                                        .map(port -> port.getPort().getStrValue())
                                        .toList()));
                case V1Service service -> assertThat(workloads(objects)).as(service.getMetadata().getName())
                        .anyMatch(workload -> matches(service, workload));
                default -> {
                    // Nothing to resolve.
                }
            }
        }
        assertThat(named).containsAll(volumesToFind).contains("secret/thanos-objectstorage");
    }

    private static boolean matches(V1Service service, Workload workload) {
        Map<String, String> labels = workload.template().getMetadata().getLabels();
        boolean selects = service.getSpec().getSelector() != null
                && labels.entrySet().containsAll(service.getSpec().getSelector().entrySet());
        if (!selects) {
            return false;
        }
        return portNames(workload).containsAll(
                service.getSpec().getPorts().stream().map(port -> port.getTargetPort().getStrValue()).toList());
    }

    private static Set<String> portNames(Workload workload) {
        Set<String> ports = new HashSet<>();
        workload.template().getSpec().getContainers()
                .forEach(container -> container.getPorts().forEach(port -> ports.add(port.getName())));
        return ports;
    }

    private static List<String> sources(V1Volume volume) {
        if (volume.getConfigMap() != null) {
            return List.of("configmap/" + volume.getConfigMap().getName());
        }
        return volume.getSecret() == null ? List.of() : List.of("secret/" + volume.getSecret().getSecretName());
    }

    /// A manifest as kubectl renders it; skips the test where kubectl is not installed.
    static String kustomize(String folder) throws Exception {
        Process process;
        try {
            process = new ProcessBuilder("kubectl", "kustomize", folder).directory(Repository.ROOT.toFile()).start();
        } catch (IOException e) {
            assumeTrue(false, "kubectl is not installed: " + folder + " is only checked file by file");
            return "";
        }
        String rendered = new String(process.getInputStream().readAllBytes());
        String errors = new String(process.getErrorStream().readAllBytes());
        assertThat(process.waitFor()).as(errors).isZero();
        return rendered;
    }

    /// What runs pods.
    record Workload(String name, Map<String, String> selector, V1PodTemplateSpec template) {}

    static List<Workload> workloads(List<Object> objects) {
        var workloads = new ArrayList<Workload>();
        for (Object object : objects) {
            switch (object) {
                case V1StatefulSet set -> workloads.add(new Workload(set.getMetadata().getName(),
                        set.getSpec().getSelector() == null ? Map.of() : set.getSpec().getSelector().getMatchLabels(),
                        set.getSpec().getTemplate()));
                case V1Deployment deployment -> workloads.add(new Workload(deployment.getMetadata().getName(),
                        deployment.getSpec().getSelector() == null
                                ? Map.of()
                                : deployment.getSpec().getSelector().getMatchLabels(),
                        deployment.getSpec().getTemplate()));
                default -> {
                    // Runs none.
                }
            }
        }
        return workloads;
    }

    /// The workloads of the base that run this product.
    static List<Workload> hypnosWorkloads() throws IOException {
        var all = new ArrayList<Workload>();
        for (Path file : Repository.files("k8s/base", ".yaml")) {
            if (!file.endsWith("kustomization.yaml")) {
                all.addAll(workloads(Yaml.loadAll(Files.readString(file))));
            }
        }
        return all;
    }

    private static List<V1Probe> probes(V1Container container) {
        var probes = new ArrayList<V1Probe>();
        for (V1Probe probe : new V1Probe[]{container.getStartupProbe(), container.getReadinessProbe(),
            container.getLivenessProbe()}) {
            if (probe != null) {
                probes.add(probe);
            }
        }
        return probes;
    }

    static List<Path> manifests() {
        return Repository.files("k8s", ".yaml").stream().filter(file -> !file.endsWith("kustomization.yaml")).toList();
    }
}

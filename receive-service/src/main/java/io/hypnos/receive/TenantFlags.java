package io.hypnos.receive;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import io.hypnos.receive.http.CertificateField;
import io.hypnos.series.labels.Labels;
import io.hypnos.service.flags.ConfigText;
import io.hypnos.service.flags.FlagException;
import io.hypnos.service.flags.FlagGroup;
import io.hypnos.service.flags.LabelPair;
import io.hypnos.service.flags.Variables;
import io.hypnos.service.tenancy.InvalidTenantException;
import io.hypnos.service.tenancy.TenantHeader;
import io.hypnos.service.tenancy.TenantId;

/// Who sends, under which labels their series are announced, and how much they may send.
@FlagGroup("Tenants")
public final class TenantFlags {

    @Option(names = "--label", paramLabel = "<name>=\"<value>\"", description = {
        "External label of this node's series and blocks; at least one is needed, and no two nodes may have the same ones."})
    private List<LabelPair> labels = new ArrayList<>();

    @Option(names = "--receive.tenant-header", paramLabel = "<header>", description = "HTTP header that names the tenant of a write.")
    private String header = TenantHeader.THANOS;

    @Option(names = "--receive.tenant-certificate-field", paramLabel = "<field>", description = {
        "Field of the sender's certificate that names the tenant instead: organization, organizationalUnit or commonName."})
    private String certificateField = "";

    @Option(names = "--receive.default-tenant-id", paramLabel = "<tenant>", description = "Tenant of writes that name none.")
    private String defaultTenant = TenantId.DEFAULT.value();

    @Option(names = "--receive.split-tenant-label-name", paramLabel = "<label>", description = {
        "Label that names a series' tenant, whatever the header says; it is taken off."})
    private String splitLabel = "";

    @Option(names = "--receive.tenant-label-name", paramLabel = "<label>", description = "External label that announces the tenant.")
    private String tenantLabel = "tenant_id";

    @Option(names = "--receive.replica-header", paramLabel = "<header>", description = "HTTP header that says which copy a write is.")
    private String replicaHeader = "THANOS-REPLICA";

    @Option(names = "--receive.limits-config-file", paramLabel = "<file>", description = "YAML file with write limits; followed when it changes.")
    private @Nullable Path limitsFile;

    @Option(names = "--receive.limits-config", paramLabel = "<content>", description = "The same, inline; instead of the file.")
    private @Nullable String limitsContent;

    @Option(names = "--receive.limits-config-reload-timer", paramLabel = "<duration>", hidden = true, description = {
        "How often the limits file is read again."})
    private Duration limitsInterval = Duration.ofSeconds(1);

    @Option(names = "--receive.relabel-config-file", paramLabel = "<file>", description = "YAML file with relabel rules for all that is written.")
    private @Nullable Path relabelFile;

    @Option(names = "--receive.relabel-config", paramLabel = "<content>", description = "The same, inline; instead of the file.")
    private @Nullable String relabelContent;

    /// @throws FlagException when there is none, or the tenant's label is among them
    public Labels externalLabels() {
        Labels external = LabelPair.toLabels(labels);
        if (external.isEmpty()) {
            throw new FlagException(
                    "no external labels configured for receive, uniquely identifying external labels must be configured; "
                            + "for example --label='replica=\"a\"'");
        }
        return external;
    }

    public TenantHeader header() {
        return new TenantHeader(header, defaultTenant());
    }

    /// @throws FlagException for what is no tenant
    public TenantId defaultTenant() {
        try {
            return new TenantId(defaultTenant);
        } catch (InvalidTenantException e) {
            throw new FlagException("flag --receive.default-tenant-id: " + e.getMessage(), e);
        }
    }

    public Optional<CertificateField> certificateField() {
        try {
            return certificateField.isEmpty()
                    ? Optional.empty()
                    : Optional.of(CertificateField.parse(certificateField));
        } catch (IllegalArgumentException e) {
            throw new FlagException("flag --receive.tenant-certificate-field: " + e.getMessage(), e);
        }
    }

    /// Empty for none.
    public String splitLabel() {
        return splitLabel;
    }

    public String tenantLabel() {
        return tenantLabel;
    }

    public String replicaHeader() {
        return replicaHeader;
    }

    public Optional<ConfigText> limits(Variables variables) {
        return ConfigText.of("--receive.limits-config", limitsContent, limitsFile, variables);
    }

    public Duration limitsInterval() {
        return limitsInterval;
    }

    public Optional<ConfigText> relabeling(Variables variables) {
        return ConfigText.of("--receive.relabel-config", relabelContent, relabelFile, variables);
    }
}

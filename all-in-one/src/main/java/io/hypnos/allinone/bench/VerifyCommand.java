package io.hypnos.allinone.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import tools.jackson.databind.json.JsonMapper;

import io.hypnos.allinone.bench.verify.AckLogReader;
import io.hypnos.allinone.bench.verify.AcknowledgedRun;
import io.hypnos.allinone.bench.verify.Findings;
import io.hypnos.allinone.bench.verify.QueryClient;
import io.hypnos.allinone.bench.verify.Verification;
import io.hypnos.service.flags.FlagException;

/// `hypnos bench verify`: asks a query API for everything that was acknowledged.
final class VerifyCommand {

    private final PrintStream out;

    VerifyCommand(PrintStream out) {
        this.out = out;
    }

    /// What came of one run.
    ///
    /// @param series       number of series
    /// @param acknowledged number of acknowledged samples
    /// @param found        what is there
    /// @param examples     of faults
    private record Outcome(int series, long acknowledged, Findings.Summary found, List<String> examples) {}

    /// Exit code: 0 when every acknowledged sample is there once, as it was sent, and nothing else; else 1.
    int run(VerifyFlags flags) throws IOException, InterruptedException {
        VerifyFlags.Source source = flags.source;
        Path file = source.ackLog;
        URI url = source.queryUrl;
        if (file == null || url.getHost() == null) {
            throw new FlagException("flag --query-url: want http://host:port, got \"" + url + "\"");
        }
        AckLogReader.Contents log = AckLogReader.read(file);
        if (log.runs().isEmpty()) {
            throw new FlagException("flag --ack-log: " + file + " holds no run");
        }
        var outcomes = new ArrayList<Outcome>();
        try (var client = new QueryClient(url, flags.tenants.headers(), source.timeout)) {
            var verification = new Verification(client, flags.tenants.tenantHeaders(),
                    new Verification.Options(source.samplesPerQuery.toInt(), Math.max(1, source.parallel)));
            for (AcknowledgedRun run : log.runs()) {
                Findings findings = verification.compare(run);
                outcomes.add(new Outcome(run.model().population().series(), run.samples(), findings.summary(),
                        findings.examples()));
            }
        }
        if (source.json) {
            out.println(JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(outcomes));
        } else {
            show(outcomes, log.unusable());
        }
        out.flush();
        return outcomes.stream().allMatch(outcome -> outcome.found().isClean()) ? 0 : 1;
    }

    private void show(List<Outcome> outcomes, int unusable) {
        for (Outcome outcome : outcomes) {
            Findings.Summary found = outcome.found();
            out.printf(Locale.ROOT,
                    "%,d series, %,d samples acknowledged: %,d found, %,d lost, %,d changed, %,d doubled, "
                            + "%,d never sent; %,d found that were not acknowledged%n",
                    outcome.series(), outcome.acknowledged(),
                    found.confirmed(), found.lost(), found.changed(), found.doubled(), found.invented(),
                    found.unacknowledged());
            outcome.examples().forEach(example -> out.println("  " + example));
        }
        if (unusable > 0) {
            out.printf(Locale.ROOT, "%,d torn lines of the log were left out%n", unusable);
        }
    }
}

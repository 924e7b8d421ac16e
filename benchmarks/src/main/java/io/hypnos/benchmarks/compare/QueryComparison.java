package io.hypnos.benchmarks.compare;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// Asks two servers the same questions over HTTP, one at a time, and prints a Markdown table of their medians.
///
///     java -cp benchmarks/target/benchmarks.jar io.hypnos.benchmarks.compare.QueryComparison [options] \
///         ours=<url>[=<pid>,<pid>] theirs=<url>[=<pid>]
///
/// First all questions for an instant or an hour are asked in turn for a while (`--warm-up`), unmeasured. Then each question is asked once to
/// compare the answers, a few times more to warm up, and in rounds in which the servers take turns at being first, until there were enough rounds
/// or the question's time (`--budget`) is over; at least once, however long it takes. Processor time is that of the given processes, in hundredths
/// of a second. For options see [ComparisonOptions].
public final class QueryComparison {

    private final ComparisonOptions options;
    private final Server ours;
    private final Server theirs;
    private final Ratios ratios = new Ratios();

    private QueryComparison(ComparisonOptions options) {
        this.options = options;
        this.ours = options.servers().get(0);
        this.theirs = options.servers().get(1);
    }

    private void run() throws InterruptedException {
        List<Question> questions = Question.all().stream().filter(options::asks).toList();
        long began = System.nanoTime();
        warmUp(questions);
        System.out.printf("| query | span | %s ms | %s ms | ratio | %s CPU ms | %s CPU ms | rounds | answers |%n",
                ours.name(), theirs.name(), ours.name(), theirs.name());
        System.out.println("|---|---|---:|---:|---:|---:|---:|---:|---|");
        for (Question question : questions) {
            try {
                measure(question);
            } catch (IOException e) {
                System.out.println(
                        "| `" + shown(question) + "` | " + question.span().name() + " | " + e.getMessage() + " |");
            }
            System.out.flush();
        }
        System.out.printf(Locale.ROOT, "%n%s; %d s in all%n", ratios,
                Duration.ofNanos(System.nanoTime() - began).toSeconds());
    }

    /// Refusals are left to the measurement to report.
    private void warmUp(List<Question> questions) throws InterruptedException {
        long end = System.nanoTime() + options.warmUp().toNanos();
        List<Question> shorter = questions.stream().filter(q -> q.span() != Question.Span.DAY).toList();
        for (int i = 0; !shorter.isEmpty() && System.nanoTime() < end; i++) {
            Question question = shorter.get(i % shorter.size());
            for (Server server : List.of(ours, theirs)) {
                try {
                    server.ask(question, options.end());
                } catch (IOException e) {
                    break;
                }
            }
        }
    }

    private void measure(Question question) throws IOException, InterruptedException {
        long end = options.end();
        long began = System.nanoTime();
        long budget = options.budget().toNanos();
        Agreement agreement = Agreement.of(question.query());
        String difference = new AnswerCheck(agreement).difference(ours.ask(question, end).body(),
                theirs.ask(question, end).body());
        for (int i = 1; i < options.warmups() && System.nanoTime() - began < budget / 3; i++) {
            ours.ask(question, end);
            theirs.ask(question, end);
        }
        List<Server.Answer> our = new ArrayList<>();
        List<Server.Answer> their = new ArrayList<>();
        for (int round = 0; round == 0 || round < options.rounds() && System.nanoTime() - began < budget; round++) {
            boolean oursFirst = round % 2 == 0;
            (oursFirst ? our : their).add((oursFirst ? ours : theirs).ask(question, end).withoutBody());
            (oursFirst ? their : our).add((oursFirst ? theirs : ours).ask(question, end).withoutBody());
        }
        double ourSeconds = median(our, Server.Answer::seconds);
        double theirSeconds = median(their, Server.Answer::seconds);
        double ourCpu = median(our, Server.Answer::cpuSeconds);
        double theirCpu = median(their, Server.Answer::cpuSeconds);
        ratios.add(ourSeconds / theirSeconds, ourCpu, theirCpu, difference.isEmpty());
        System.out.printf(Locale.ROOT, "| `%s` | %s | %.1f | %.1f | %.2f | %.0f | %.0f | %d | %s |%n", shown(question),
                question.span().name(), ourSeconds * 1000, theirSeconds * 1000, ourSeconds / theirSeconds,
                ourCpu * 1000, theirCpu * 1000, our.size(),
                difference.isEmpty() ? agreement : "differ: " + difference.replace("|", "\\|"));
    }

    private static double median(List<Server.Answer> answers,
            ToDoubleFunction<Server.Answer> part) {
        double[] values = answers.stream().mapToDouble(part).sorted().toArray();
        return values[values.length / 2];
    }

    private static String shown(Question question) {
        String text = question.query().length() > 80 ? question.query().substring(0, 77) + "…" : question.query();
        return text.replace("|", "\\|");
    }

    public static void main(String[] args) throws InterruptedException {
        ComparisonOptions options;
        try {
            options = ComparisonOptions.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println(ComparisonOptions.USAGE);
            System.exit(2);
            return;
        }
        new QueryComparison(options).run();
    }
}

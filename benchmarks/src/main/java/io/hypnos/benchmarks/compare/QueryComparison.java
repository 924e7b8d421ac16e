package io.hypnos.benchmarks.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Asks two servers the same questions over HTTP, one at a time, and prints a Markdown table of their medians.
///
///     java -cp benchmarks/target/benchmarks.jar io.hypnos.benchmarks.compare.QueryComparison \
///         --end <epoch seconds> --warmups <n> --rounds <n> [--match <part of a query>] ours=<url>[=<pid>,<pid>] theirs=<url>[=<pid>]
///
/// Each question is asked a few times to warm up (three unless given), when the answers are compared too, and then in rounds in which the servers take turns at being
/// first. Processor time is that of the given processes, in hundredths of a second.
public final class QueryComparison {

    private final Server ours;
    private final Server theirs;
    private final long end;
    private final int warmups;
    private final int rounds;
    private final String match;

    private QueryComparison(Server ours, Server theirs, long end, int[] warmupsAndRounds, String match) {
        this.ours = ours;
        this.theirs = theirs;
        this.end = end;
        this.warmups = warmupsAndRounds[0];
        this.rounds = warmupsAndRounds[1];
        this.match = match;
    }

    private static final class Measured {

        private final List<Server.Answer> answers = new ArrayList<>();

        double medianSeconds() {
            return median(answers.stream().mapToDouble(Server.Answer::seconds).toArray());
        }

        double medianCpu() {
            return median(answers.stream().mapToDouble(Server.Answer::cpuSeconds).toArray());
        }

        private static double median(double[] values) {
            Arrays.sort(values);
            return values[values.length / 2];
        }
    }

    private void run() throws InterruptedException {
        System.out.printf("| query | span | %s ms | %s ms | ratio | %s CPU ms | %s CPU ms | answers |%n", ours.name(),
                theirs.name(), ours.name(), theirs.name());
        System.out.println("|---|---|---:|---:|---:|---:|---:|---|");
        double logRatios = 0;
        double logCpuRatios = 0;
        int measured = 0;
        int cpuMeasured = 0;
        int slower = 0;
        for (Question question : Question.all()) {
            if (!question.query().contains(match) && !question.span().name().equals(match)) {
                continue;
            }
            try {
                String difference = AnswerCheck.difference(ours.ask(question, end).body(),
                        theirs.ask(question, end).body());
                for (int i = 1; i < warmups; i++) {
                    ours.ask(question, end);
                    theirs.ask(question, end);
                }
                var our = new Measured();
                var their = new Measured();
                for (int round = 0; round < rounds; round++) {
                    boolean oursFirst = round % 2 == 0;
                    (oursFirst ? our : their).answers.add(light((oursFirst ? ours : theirs).ask(question, end)));
                    (oursFirst ? their : our).answers.add(light((oursFirst ? theirs : ours).ask(question, end)));
                }
                double ratio = our.medianSeconds() / their.medianSeconds();
                logRatios += Math.log(ratio);
                measured++;
                slower += ratio > 1 ? 1 : 0;
                if (our.medianCpu() > 0 && their.medianCpu() > 0) {
                    logCpuRatios += Math.log(our.medianCpu() / their.medianCpu());
                    cpuMeasured++;
                }
                System.out.printf(Locale.ROOT, "| `%s` | %s | %.1f | %.1f | %.2f | %.0f | %.0f | %s |%n",
                        shown(question),
                        question.span().name(), our.medianSeconds() * 1000, their.medianSeconds() * 1000, ratio,
                        our.medianCpu() * 1000, their.medianCpu() * 1000,
                        difference.isEmpty() ? "equal" : "differ: " + difference);
            } catch (IOException e) {
                System.out.println(
                        "| `" + shown(question) + "` | " + question.span().name() + " | " + e.getMessage() + " |");
            }
            System.out.flush();
        }
        System.out.printf(Locale.ROOT,
                "%n%d questions; geometric mean of the ratios of latency %.3f, of processor time %.3f; %d slower%n",
                measured, Math.exp(logRatios / measured), Math.exp(logCpuRatios / cpuMeasured), slower);
    }

    /// Without the body, which only the first answer needs.
    private static Server.Answer light(Server.Answer answer) {
        return new Server.Answer(answer.seconds(), answer.cpuSeconds(), new byte[0]);
    }

    private static String shown(Question question) {
        String text = question.query().length() > 80 ? question.query().substring(0, 77) + "…" : question.query();
        return text.replace("|", "\\|");
    }

    public static void main(String[] args) throws InterruptedException {
        long end = QueryData.START / 1000 + 86_400;
        int warmups = 3;
        int rounds = 5;
        String match = "";
        List<Server> servers = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--end" -> end = Long.parseLong(args[++i]);
                case "--warmups" -> warmups = Integer.parseInt(args[++i]);
                case "--rounds" -> rounds = Integer.parseInt(args[++i]);
                case "--match" -> match = args[++i];
                default -> servers.add(Server.of(args[i]));
            }
        }
        if (servers.size() != 2) {
            System.err.println("usage: QueryComparison [--end <s>] [--rounds <n>] [--match <text>] <ours> <theirs>");
            System.exit(2);
        }
        new QueryComparison(servers.get(0), servers.get(1), end, new int[]{warmups, rounds}, match).run();
    }
}

package io.hypnos.benchmarks.compare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What the command line of a [QueryComparison] says.
///
/// @param end     of the data, in epoch seconds
/// @param warmUp  for all questions together
/// @param effort  for each question
/// @param match   part of a query, or the name of a span; empty for all questions
/// @param servers ours and theirs
record ComparisonOptions(long end, Duration warmUp, Effort effort, String match, List<Server> servers) {

    static final String USAGE = """
            usage: QueryComparison [options] <name>=<url>[=<pid>,<pid>] <name>=<url>[=<pid>]
              --end <epoch s>  end of the data (default: that of 24 hours of QueryData)
              --warm-up <s>    all questions but those over a day in turn, before anything is measured (default 60)
              --warmups <n>    at most so many times for each question, within a third of its time (default 3)
              --rounds <n>     at most so many rounds of each question (default 9)
              --budget <s>     time of a question; none is cut short, and each has one round (default 15)
              --match <text>   only queries with this text in them, or of the span of this name""";

    /// How much is done for a question.
    record Effort(int warmups, int rounds, Duration budget) {}

    static ComparisonOptions parse(String[] args) {
        long end = QueryData.START / 1000 + 86_400;
        long warmUp = 60;
        int warmups = 3;
        int rounds = 9;
        long budget = 15;
        String match = "";
        List<Server> servers = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            if (args[i].startsWith("--") && i + 1 == args.length) {
                throw new IllegalArgumentException(args[i] + " needs a value");
            }
            switch (args[i]) {
                case "--end" -> end = Long.parseLong(args[++i]);
                case "--warm-up" -> warmUp = Long.parseLong(args[++i]);
                case "--warmups" -> warmups = Integer.parseInt(args[++i]);
                case "--rounds" -> rounds = Integer.parseInt(args[++i]);
                case "--budget" -> budget = Long.parseLong(args[++i]);
                case "--match" -> match = args[++i];
                default -> servers.add(Server.of(args[i]));
            }
        }
        if (servers.size() != 2) {
            throw new IllegalArgumentException("two servers are compared, not " + servers.size());
        }
        return new ComparisonOptions(end, Duration.ofSeconds(warmUp),
                new Effort(warmups, rounds, Duration.ofSeconds(budget)), match, List.copyOf(servers));
    }

    int warmups() {
        return effort.warmups;
    }

    int rounds() {
        return effort.rounds;
    }

    Duration budget() {
        return effort.budget;
    }

    boolean asks(Question question) {
        return question.query().contains(match) || question.span().name().equals(match);
    }
}

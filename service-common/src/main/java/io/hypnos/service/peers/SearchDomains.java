package io.hypnos.service.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Which full names a short name may mean, by `/etc/resolv.conf`: a name with at least `ndots` dots is tried as it is first, others last.
///
/// @param domains in the order in which they are tried
record SearchDomains(List<String> domains, int dots) {

    private static final int DEFAULT_DOTS = 1;

    SearchDomains {
        domains = List.copyOf(domains);
    }

    /// What the file says; nothing when it cannot be read.
    static SearchDomains read(Path file) {
        var domains = new ArrayList<String>();
        int dots = DEFAULT_DOTS;
        try {
            for (String line : Files.readAllLines(file)) {
                String[] words = line.strip().split("\\s+");
                switch (words[0]) {
                    case "search", "domain" -> {
                        domains.clear();
                        domains.addAll(List.of(words).subList(1, words.length));
                    }
                    case "options" -> dots = dotsIn(words, dots);
                    default -> {
                        // Servers are read by whoever asks them.
                    }
                }
            }
        } catch (IOException e) {
            return new SearchDomains(List.of(), DEFAULT_DOTS);
        }
        return new SearchDomains(domains, dots);
    }

    private static int dotsIn(String[] words, int otherwise) {
        for (String word : words) {
            if (word.matches("ndots:[0-9]{1,2}")) {
                return Integer.parseInt(word.substring("ndots:".length()));
            }
        }
        return otherwise;
    }

    /// Full names, each with a dot at its end.
    List<String> candidates(String name) {
        if (name.endsWith(".")) {
            return List.of(name);
        }
        var names = new ArrayList<String>();
        domains.forEach(domain -> names.add(name + "." + (domain.endsWith(".") ? domain : domain + ".")));
        boolean first = name.chars().filter(c -> c == '.').count() >= dots;
        names.add(first ? 0 : names.size(), name + ".");
        return names;
    }
}

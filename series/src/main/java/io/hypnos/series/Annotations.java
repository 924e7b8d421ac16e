package io.hypnos.series;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Remarks that travel beside a result and never replace it: warnings (the result may be incomplete or wrong) and infos (the query may not
/// mean what its author thinks). Each text is kept once, in the order of its first appearance. Safe to add to from several threads.
public final class Annotations {

    private final Set<String> warnings = new LinkedHashSet<>();
    private final Set<String> infos = new LinkedHashSet<>();

    public synchronized void warn(String text) {
        warnings.add(text);
    }

    public synchronized void inform(String text) {
        infos.add(text);
    }

    public void warnAll(Collection<String> texts) {
        texts.forEach(this::warn);
    }

    public void addAll(Annotations other) {
        other.warnings().forEach(this::warn);
        other.infos().forEach(this::inform);
    }

    public synchronized List<String> warnings() {
        return List.copyOf(warnings);
    }

    public synchronized List<String> infos() {
        return List.copyOf(infos);
    }

    public synchronized boolean isEmpty() {
        return warnings.isEmpty() && infos.isEmpty();
    }
}

package io.hypnos.promql.exec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.hypnos.promql.ast.PositionRange;
import io.hypnos.promql.plan.node.Origin;

/// The remarks of one query, each text once. A remark made again, by whatever part of the query, takes the place of the earlier one, or adds
/// to what it counts. Safe for use by several threads.
public final class QueryAnnotations {

    private static final String WARNING = "PromQL warning: ";
    private static final String INFO = "PromQL info: ";

    private final Map<String, Remark> warnings = new TreeMap<>();
    private final Map<String, Remark> infos = new TreeMap<>();

    /// A remark that knows how to say itself and to take in an earlier one of the same text.
    interface Remark {

        String render(String query);

        /// This remark, made after `earlier`.
        default Remark after(Remark earlier) {
            return this;
        }
    }

    private record Plain(String text, PositionRange position) implements Remark {
        @Override
        public String render(String query) {
            return text + " (" + position.describe(query) + ")";
        }
    }

    private record FromStorage(String text) implements Remark {
        @Override
        public String render(String query) {
            return text;
        }
    }

    public void warn(String text, Origin origin) {
        addWarning(WARNING + text, new Plain(WARNING + text, origin.position()));
    }

    public void inform(String text, Origin origin) {
        addInfo(INFO + text, new Plain(INFO + text, origin.position()));
    }

    public void warnFromStorage(List<String> texts) {
        for (String text : texts) {
            addWarning(text, new FromStorage(text));
        }
    }

    synchronized void addWarning(String key, Remark remark) {
        warnings.merge(key, remark, (earlier, later) -> later.after(earlier));
    }

    synchronized void addInfo(String key, Remark remark) {
        infos.merge(key, remark, (earlier, later) -> later.after(earlier));
    }

    /// Makes all these remarks to `other`, and forgets them.
    public void moveTo(QueryAnnotations other) {
        Map<String, Remark> takenWarnings;
        Map<String, Remark> takenInfos;
        synchronized (this) {
            if (warnings.isEmpty() && infos.isEmpty()) {
                return;
            }
            takenWarnings = new TreeMap<>(warnings);
            takenInfos = new TreeMap<>(infos);
            warnings.clear();
            infos.clear();
        }
        takenWarnings.forEach(other::addWarning);
        takenInfos.forEach(other::addInfo);
    }

    public synchronized List<String> warnings(String query) {
        return render(warnings, query);
    }

    public synchronized List<String> infos(String query) {
        return render(infos, query);
    }

    private static List<String> render(Map<String, Remark> remarks, String query) {
        List<String> texts = new ArrayList<>();
        for (Remark remark : remarks.values()) {
            texts.add(remark.render(query));
        }
        return texts;
    }
}

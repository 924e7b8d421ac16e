package io.hypnos.promql.naive;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.hypnos.promql.ast.AggregateOp;
import io.hypnos.promql.ast.PositionRange;

/// Those elements of a group that `topk`, `bottomk`, `limitk` and `limit_ratio` let through.
final class SelectedElements {

    private final Remarks remarks;
    private final AggregateOp op;
    private final PositionRange position;
    private final List<Element> elements;

    SelectedElements(Remarks remarks, AggregateOp op, PositionRange position, List<Element> elements) {
        this.remarks = remarks;
        this.op = op;
        this.position = position;
        this.elements = elements;
    }

    /// @param number the parameter
    /// @param all    series of all groups together
    List<Element> of(double number, int all) {
        if (op == AggregateOp.LIMIT_RATIO) {
            double ratio = Math.clamp(number, -1.0, 1.0);
            return number == 0 ? List.of() : elements.stream().filter(e -> isSampled(e, ratio)).toList();
        }
        int k = (int) Math.min((long) number, all);
        if (k < 1) {
            return List.of();
        }
        if (op == AggregateOp.LIMITK) {
            return elements.subList(0, Math.min(k, elements.size()));
        }
        return best(k);
    }

    private static boolean isSampled(Element element, double ratio) {
        double offset = LabelHash.fraction(element.labels());
        return ratio >= 0 ? offset < ratio : offset >= 1 + ratio;
    }

    /// Of equal ones, those stay that the heap of Prometheus keeps: a full one gives up its root for each better element.
    private List<Element> best(int k) {
        Comparator<Element> worstFirst = op == AggregateOp.TOPK
                ? (a, b) -> NaiveMath.compareNanFirst(a.value(), b.value())
                : (a, b) -> Double.isNaN(a.value()) || Double.isNaN(b.value())
                        ? NaiveMath.compareNanFirst(a.value(), b.value())
                        : NaiveMath.compareNanFirst(b.value(), a.value());
        List<Element> heap = new ArrayList<>();
        for (Element element : elements) {
            if (!element.isFloat()) {
                remarks.histogramIgnored(op.word(), position);
            } else if (heap.size() < k) {
                heap.add(element);
                siftUp(heap, worstFirst);
            } else if (worstFirst.compare(heap.getFirst(), element) < 0) {
                heap.set(0, element);
                siftDown(heap, worstFirst);
            }
        }
        heap.sort(worstFirst.reversed());
        return heap;
    }

    private static void siftUp(List<Element> heap, Comparator<Element> order) {
        int at = heap.size() - 1;
        while (at > 0 && order.compare(heap.get(at), heap.get((at - 1) / 2)) < 0) {
            swap(heap, at, (at - 1) / 2);
            at = (at - 1) / 2;
        }
    }

    private static void siftDown(List<Element> heap, Comparator<Element> order) {
        int at = 0;
        while (2 * at + 1 < heap.size()) {
            int child = 2 * at + 1;
            if (child + 1 < heap.size() && order.compare(heap.get(child + 1), heap.get(child)) < 0) {
                child++;
            }
            if (order.compare(heap.get(child), heap.get(at)) >= 0) {
                return;
            }
            swap(heap, at, child);
            at = child;
        }
    }

    private static void swap(List<Element> heap, int a, int b) {
        Element element = heap.get(a);
        heap.set(a, heap.get(b));
        heap.set(b, element);
    }
}

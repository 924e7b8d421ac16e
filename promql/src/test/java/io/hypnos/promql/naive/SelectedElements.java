package io.hypnos.promql.naive;

import java.util.ArrayList;
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
        List<Element> heap = new ArrayList<>();
        for (Element element : elements) {
            if (!element.isFloat()) {
                remarks.histogramIgnored(op.word(), position);
            } else if (heap.size() < k) {
                heap.add(element);
                siftUp(heap);
            } else if (isBetter(element, heap.getFirst())) {
                heap.set(0, element);
                siftDown(heap);
            }
        }
        heap.sort((a, b) -> isBetter(a, b) ? -1 : isBetter(b, a) ? 1 : 0);
        return heap;
    }

    private boolean isBetter(Element element, Element other) {
        boolean better = op == AggregateOp.TOPK ? element.value() > other.value() : element.value() < other.value();
        return better || Double.isNaN(other.value()) && !Double.isNaN(element.value());
    }

    /// The order of the heap: NaN is worse than everything, even than NaN.
    private boolean isWorse(Element element, Element other) {
        return Double.isNaN(element.value())
                || (op == AggregateOp.TOPK ? element.value() < other.value() : element.value() > other.value());
    }

    private void siftUp(List<Element> heap) {
        int at = heap.size() - 1;
        while (at > 0 && isWorse(heap.get(at), heap.get((at - 1) / 2))) {
            swap(heap, at, (at - 1) / 2);
            at = (at - 1) / 2;
        }
    }

    private void siftDown(List<Element> heap) {
        int at = 0;
        while (2 * at + 1 < heap.size()) {
            int child = 2 * at + 1;
            if (child + 1 < heap.size() && isWorse(heap.get(child + 1), heap.get(child))) {
                child++;
            }
            if (!isWorse(heap.get(child), heap.get(at))) {
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

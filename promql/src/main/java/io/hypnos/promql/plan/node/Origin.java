package io.hypnos.promql.plan.node;

import io.hypnos.promql.ast.PositionRange;

/// Where in the query something stands. All origins are equal, so that nodes that compute the same are equal.
public final class Origin {

    public static final Origin UNKNOWN = new Origin(PositionRange.UNKNOWN);

    private final PositionRange position;

    public Origin(PositionRange position) {
        this.position = position;
    }

    public PositionRange position() {
        return position;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Origin;
    }

    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return "@" + position.start();
    }
}

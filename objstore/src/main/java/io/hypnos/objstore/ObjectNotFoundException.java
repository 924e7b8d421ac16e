package io.hypnos.objstore;

import java.io.IOException;

/// There is no object under the key. The one failure that a caller may expect; every other [IOException] of a bucket means that the truth is
/// not known.
public final class ObjectNotFoundException extends IOException {

    private static final long serialVersionUID = 1L;

    public ObjectNotFoundException(ObjectKey key) {
        super("object not found: " + key);
    }
}

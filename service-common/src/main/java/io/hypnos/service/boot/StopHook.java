package io.hypnos.service.boot;

/// What a role has to do once no request is running any more and before its beans are closed, such as flushing and uploading. May take long.
@FunctionalInterface
public interface StopHook {
    void stop() throws Exception;
}

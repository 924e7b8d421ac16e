package io.hypnos.promql.promqltest;

import io.hypnos.series.SeriesQuerier;

/// What the load commands of a script leave behind.
public final class LoadedScript {

    private LoadedScript() {}

    public static SeriesQuerier of(String script) {
        ScriptStorage storage = ScriptStorage.EMPTY;
        for (Command command : ScriptParser.parse(script)) {
            if (command instanceof Command.Load load) {
                storage = storage.with(load);
            }
        }
        return storage.encoded();
    }
}

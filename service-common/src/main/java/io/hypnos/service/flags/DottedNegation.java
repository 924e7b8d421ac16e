package io.hypnos.service.flags;

import picocli.CommandLine.INegatableOptionTransformer;
import picocli.CommandLine.Model.CommandSpec;

/// `--tsdb.wal-compression` is turned off by `--no-tsdb.wal-compression`.
final class DottedNegation implements INegatableOptionTransformer {

    @Override
    public String makeNegative(String name, CommandSpec command) {
        return name.startsWith("--") ? "--no-" + name.substring(2) : name;
    }

    @Override
    public String makeSynopsis(String name, CommandSpec command) {
        return name.startsWith("--") ? "--[no-]" + name.substring(2) : name;
    }
}

package io.hypnos.allinone.up;

/// What the user types.
final class Program {

    static final String NAME = "./hypnos";

    private Program() {}
}

package io.hypnos.allinone.deploy;

import java.util.List;
import java.util.Map;

/// A command line that is written down somewhere.
///
/// @param place     where, for messages
/// @param command   the role, or the tool
/// @param arguments what follows it
/// @param variables what `$(NAME)` stands for there
public record ArgumentList(String place, String command, List<String> arguments, Map<String, String> variables) {

    @Override
    public String toString() {
        return place;
    }
}

package io.hypnos.allinone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.hypnos.allinone.demo.DemoFlags;
import io.hypnos.allinone.deploy.ArgumentList;
import io.hypnos.allinone.deploy.DocumentedArguments;
import io.hypnos.allinone.up.UpFlags;
import io.hypnos.service.boot.Role;
import io.hypnos.service.flags.FlagException;
import io.hypnos.service.flags.FlagOutcome;
import io.hypnos.service.flags.FlagProperties;
import io.hypnos.service.flags.RoleFlags;
import io.hypnos.service.flags.Variables;

class ArgumentListsTest {

    /// Flags that are spelt otherwise in each place, because hosts and secrets come in another way, or that name what only one place has.
    private static final List<String> OF_A_PLACE = List.of("http-address", "grpc-address", "remote-write.address",
            "objstore.config",
            "objstore.config-file", "log.format", "receive.limits-config-file", "receive.hashrings-algorithm",
            "wait-interval",
            "sync-block-duration", "consistency-delay", "index-cache-size");

    @ParameterizedTest
    @MethodSource("lists")
    void isUnderstoodByTheRole(ArgumentList list) {
        assertThat(parse(list)).as("%s: %s", list.place(), list.arguments()).isNotInstanceOf(FlagOutcome.Help.class);
    }

    static Stream<ArgumentList> lists() {
        return Stream.of(DocumentedArguments.compose(), DocumentedArguments.kubernetes(), DocumentedArguments.readme(),
                DocumentedArguments.articles()).flatMap(List::stream);
    }

    @Test
    void nothingThatIsWrittenDownIsLeftOut() {
        assertThat(DocumentedArguments.compose()).extracting(ArgumentList::command)
                .contains("receive", "query", "store", "compact", "demo");
        assertThat(DocumentedArguments.kubernetes()).extracting(ArgumentList::command)
                .containsExactlyInAnyOrder("receive", "query", "store", "compact");
        assertThat(DocumentedArguments.articles()).hasSizeGreaterThan(5);
    }

    @Test
    void composeAndKubernetesSetTheSameFlags() {
        Map<String, TreeSet<String>> compose = new TreeMap<>();
        DocumentedArguments.compose().stream().filter(list -> list.place().matches(".*(receive-0|query|store|compact)"))
                .forEach(list -> compose.put(list.command(), flags(list)));
        DocumentedArguments.kubernetes()
                .forEach(list -> assertThat(flags(list)).as(list.place()).isEqualTo(compose.get(list.command())));
    }

    private static TreeSet<String> flags(ArgumentList list) {
        var flags = new TreeSet<String>();
        for (String argument : list.arguments()) {
            String name = argument.replaceFirst("^--", "").replaceFirst("=.*", "");
            if (!OF_A_PLACE.contains(name)) {
                flags.add(name);
            }
        }
        return flags;
    }

    @Test
    void aMisspeltFlagWouldBeFound() {
        assertThatThrownBy(() -> parse(new ArgumentList("here", "query", List.of("--query.replica-lable=x"), Map.of())))
                .isInstanceOf(FlagException.class).hasMessageContaining("did you mean --query.replica-label?");
    }

    private static FlagOutcome<?> parse(ArgumentList list) {
        Map<String, RoleFlags<?>> commands = new LinkedHashMap<>();
        for (Map.Entry<String, Role<?>> role : Roles.all().entrySet()) {
            commands.put(role.getKey(), role.getValue().flags());
        }
        commands.put("up", UpFlags.role());
        commands.put("demo", DemoFlags.role());
        RoleFlags<?> flags = commands.get(list.command());
        assertThat(flags).as("%s names the role %s", list.place(), list.command()).isNotNull();
        // The role's name first, as every one of them is started.
        var arguments = new ArrayList<String>(List.of(list.command()));
        arguments.addAll(list.arguments());
        return flags.parse(arguments, FlagProperties.none(), new Variables(list.variables()));
    }
}

package io.hypnos.allinone.up;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.hypnos.allinone.up.Instance.Use;
import io.hypnos.service.boot.PortOwner;
import io.hypnos.service.flags.FlagException;

/// Finds ports that are taken before anything is started, all of them at once.
final class PortCheck {

    private PortCheck() {}

    /// @throws FlagException when a port cannot be had, with a line for each
    static void check(Installation installation, String program) {
        var taken = new ArrayList<String>();
        for (Instance instance : installation.instances()) {
            for (Map.Entry<Use, Integer> port : instance.ports().entrySet()) {
                if (!isFree(installation.listen(), port.getValue())) {
                    taken.add(instance.name() + ": port " + port.getValue() + " is in use"
                            + PortOwner.of(port.getValue()).map(owner -> " (" + owner + ")").orElse(""));
                }
            }
        }
        if (!taken.isEmpty()) {
            throw new FlagException(
                    String.join("\n", List.copyOf(taken)) + ". Stop " + (taken.size() == 1 ? "it" : "them")
                            + " or run " + program + " --port-offset 1000");
        }
    }

    private static boolean isFree(String host, int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}

package dev.sluice.traffic.haproxy;

import dev.sluice.events.plan.Router;
import dev.sluice.traffic.port.RouterFailure;
import dev.sluice.traffic.port.RouterFailure.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Steps of commands and reads with one HAProxy; every reply is checked, and a refusal says what HAProxy said. */
record Conversation(RuntimeApi api, Layout layout, Optional<Router.MapEntry> map) {
    Optional<MapEntries> entries(Deadline deadline) throws RouterFailure {
        if (map.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(MapEntries.parse(map.get(), api.ask(MapEntries.reads(map.get()), deadline)));
    }

    Reading step(List<String> commands, Deadline deadline) throws RouterFailure {
        return step(commands, map.isPresent(), deadline);
    }

    /** Carries out and reads back in one line. All commands run; then the first that HAProxy refused is told. */
    Reading step(List<String> commands, boolean withMap, Deadline deadline) throws RouterFailure {
        List<String> reads = withMap ? MapEntries.reads(map.orElseThrow()) : List.of();
        List<String> line = new ArrayList<>(commands);
        line.addAll(reads);
        line.addAll(layout.reads());
        List<String> replies = api.ask(line, deadline);
        List<String> answers = replies.subList(0, commands.size());
        List<String> entries = replies.subList(commands.size(), commands.size() + reads.size());
        List<String> shares = withServers(replies.subList(commands.size() + reads.size(), replies.size()), deadline);
        namesExist(shares, deadline);
        Reading reading = new Reading(
                answers,
                withMap ? Optional.of(MapEntries.parse(map.orElseThrow(), entries)) : Optional.empty(),
                shares);
        layout.namesExist(reading);
        for (int i = 0; i < commands.size(); i++) {
            if (!commands.get(i).startsWith("get ")) {
                done(commands.get(i), answers.get(i));
            }
        }
        return reading;
    }

    /** Where HAProxy took a backend's name for a frontend's, the servers of all are asked for. */
    private List<String> withServers(List<String> replies, Deadline deadline) throws RouterFailure {
        if (replies.stream().noneMatch(ResponseCounts::hasNoServer)) {
            return replies;
        }
        String all = api.ask(List.of(ResponseCounts.commandForAll()), deadline).getFirst();
        return replies.stream()
                .map(reply -> ResponseCounts.hasNoServer(reply) ? all : reply)
                .toList();
    }

    private static void done(String command, String reply) throws Refused {
        if (!reply.isBlank()) {
            throw new Refused(command + ": " + reply.strip());
        }
    }

    private void namesExist(List<String> replies, Deadline deadline) throws RouterFailure {
        if (replies.stream()
                .anyMatch(reply -> reply.contains("No such proxy") || reply.contains("Can't find backend"))) {
            List<String> known = api.ask(List.of("show backend"), deadline)
                    .getFirst()
                    .lines()
                    .skip(1)
                    .toList();
            List<String> missing = new ArrayList<>(layout.backends());
            missing.removeAll(known);
            throw new Refused("no backend " + String.join(", ", missing) + ": there are " + String.join(", ", known));
        }
    }
}

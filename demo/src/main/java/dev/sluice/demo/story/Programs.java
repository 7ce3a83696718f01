package dev.sluice.demo.story;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The installed programs of a real data plane, as far as they were found. */
record Programs(Optional<Path> haproxy, Optional<Path> prometheus) {
    /** Looks on the PATH, and where Debian keeps daemons, which is not on the PATH of every user. */
    static Programs find(Map<String, String> environment) {
        List<String> folders =
                new ArrayList<>(List.of(environment.getOrDefault("PATH", "").split(":")));
        folders.addAll(List.of("/usr/sbin", "/usr/local/sbin", "/usr/local/bin"));
        return new Programs(first(folders, "haproxy"), first(folders, "prometheus"));
    }

    private static Optional<Path> first(List<String> folders, String name) {
        return folders.stream()
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The names of those that are missing. */
    List<String> missing() {
        return Stream.of(haproxy.isEmpty() ? "haproxy" : "", prometheus.isEmpty() ? "prometheus" : "")
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** Which parts the demo uses, and why, in a sentence. */
    record Choice(DemoOptions.Parts parts, String why) {}

    /** Fails when the installed programs were asked for and one is missing. */
    Choice choose(Optional<DemoOptions.Parts> asked) {
        String missing = String.join(" and ", missing());
        if (asked.isEmpty()) {
            return missing.isEmpty()
                    ? new Choice(DemoOptions.Parts.REAL, "haproxy and prometheus are installed")
                    : new Choice(DemoOptions.Parts.EMBEDDED, "not installed: " + missing);
        }
        if (asked.get() == DemoOptions.Parts.REAL && !missing.isEmpty()) {
            throw new DemoFailed("--real needs what is not installed: " + missing + " (Debian: apt install haproxy"
                    + " prometheus); --embedded needs nothing");
        }
        return new Choice(asked.get(), asked.get() == DemoOptions.Parts.REAL ? "--real" : "--embedded");
    }
}

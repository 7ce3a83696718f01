package dev.sluice.local;

import java.io.PrintStream;
import java.util.List;

/** The running processes as lines for people. */
record MemberTable(List<LocalSystem.Member> members) {
    MemberTable {
        members = List.copyOf(members);
    }

    void print(PrintStream out) {
        int width = members.stream()
                .mapToInt(member -> member.spec().name().length())
                .max()
                .orElse(0);
        for (LocalSystem.Member member : members) {
            out.printf(
                    "%-" + width + "s  %-24s  pid %-7d  %s%n",
                    member.spec().name(),
                    member.spec().address(),
                    member.written().pid(),
                    member.isNew() ? "ready after %.1f s".formatted(seconds(member)) : "was up");
        }
    }

    private static double seconds(LocalSystem.Member member) {
        return member.readyAfter().toMillis() / 1000.0;
    }
}

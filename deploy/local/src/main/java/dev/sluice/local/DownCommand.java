package dev.sluice.local;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ends what was started from the home folder. */
@Command(
        name = "down",
        description = "Ends the services and the broker that were started from this folder. Data is kept.",
        mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {
    @Mixin
    private HomeOptions folders = new HomeOptions();

    @Override
    public Integer call() {
        LocalSettings settings = LocalSettings.of(folders.root, folders.homeFolder(), System.getenv());
        List<String> ended = new LocalSystem(settings, System.out).down();
        System.out.println(ended.isEmpty() ? "nothing was up" : "ended: " + String.join(", ", ended));
        return 0;
    }
}

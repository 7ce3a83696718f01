package dev.sluice.simulation.kernel;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** All that is left to chance in a world comes from here, and so from its seed. */
public final class Dice {
    private final SplittableRandom random;

    public Dice(long seed) {
        this(new SplittableRandom(seed));
    }

    private Dice(SplittableRandom random) {
        this.random = random;
    }

    /** Dice of their own for one part of the world. */
    public Dice apart() {
        return new Dice(random.split());
    }

    public boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** Both ends are included. */
    public int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    public Duration between(Duration least, Duration most) {
        return Duration.ofNanos(random.nextLong(least.toNanos(), most.toNanos() + 1));
    }

    public <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}

package dev.sluice.simulation.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One consumer group of one topic: members that are not heard of for 6 s lose their partitions to the others, and learn
 * of it when they are heard of again. Offsets are committed in order, half a second late, so that a next owner gets some
 * records again.
 */
public final class Group {
    private static final Duration SESSION = Duration.ofSeconds(6);
    private static final Duration HEARTBEAT = Duration.ofMillis(1000);
    private static final Duration COMMIT = Duration.ofMillis(500);
    private final Broker broker;
    private final String topic;
    private final Map<Member, Long> heard = new HashMap<>();
    private final List<Member> members = new ArrayList<>();
    private final Holding[] holdings = new Holding[Broker.PARTITIONS];
    private final long[] committed = new long[Broker.PARTITIONS];
    private int generation;

    /** A partition in the hands of one member. */
    private final class Holding {
        private final @Nullable Member owner;
        private final int partition;
        private final TreeSet<Long> done = new TreeSet<>();
        private Log.@Nullable Reading reading;

        private Holding(int partition, @Nullable Member owner) {
            this.partition = partition;
            this.owner = owner;
        }

        private void begin(Member member, int epoch) {
            member.run(() -> {
                if (holdings[partition] == this) {
                    member.given(partition, epoch);
                }
            });
            reading = broker.log(topic, partition).read(member, (int) committed[partition], this::hand);
        }

        private void hand(ConsumerRecord<byte[], byte[]> record) {
            Member member = owner;
            if (member != null) {
                member.run(() -> {
                    if (holdings[partition] == this) {
                        take(member, record);
                    }
                });
            }
        }

        private void take(Member member, ConsumerRecord<byte[], byte[]> record) {
            member.take(record).whenComplete((taken, failure) -> {
                if (failure == null) {
                    broker.scheduler().after(COMMIT, () -> commit(member, record.offset()));
                }
            });
        }

        private void commit(Member member, long offset) {
            if (holdings[partition] != this || !member.alive()) {
                return;
            }
            done.add(offset);
            while (done.remove(committed[partition])) {
                committed[partition]++;
            }
        }

        private void end() {
            if (reading != null) {
                reading.close();
            }
        }
    }

    public Group(Broker broker, String topic) {
        this.broker = broker;
        this.topic = topic;
        for (int partition = 0; partition < holdings.length; partition++) {
            holdings[partition] = new Holding(partition, null);
        }
        broker.scheduler().after(HEARTBEAT, this::look);
    }

    public void join(Member member) {
        members.add(member);
        heard.put(member, broker.scheduler().now());
        balance();
    }

    /** Who owns a partition by the coordinator's word. */
    public @Nullable Member owner(int partition) {
        return holdings[partition].owner;
    }

    /** Gives a partition to another member that is heard of, if there is one. */
    public void move(int partition) {
        Member now = holdings[partition].owner;
        members.stream()
                .filter(member -> member != now && present(member))
                .findFirst()
                .ifPresent(member -> give(partition, member));
    }

    private boolean present(Member member) {
        return member.alive() && member.awake() && broker.reachable(member);
    }

    private void look() {
        long now = broker.scheduler().now();
        for (Member member : List.copyOf(members)) {
            if (present(member) || broker.gone()) {
                heard.put(member, now);
            } else if (now - heard.getOrDefault(member, now) > SESSION.toNanos()) {
                expire(member);
            }
        }
        balance();
        broker.scheduler().after(HEARTBEAT, this::look);
    }

    /** It has no partition any more, and joins again as soon as it hears of that. */
    private void expire(Member member) {
        members.remove(member);
        heard.remove(member);
        for (Holding holding : List.of(holdings)) {
            if (holding.owner == member) {
                give(holding.partition, null);
            }
        }
        rejoin(member);
    }

    private void rejoin(Member member) {
        if (!member.alive()) {
            return;
        }
        if (present(member)) {
            join(member);
        } else {
            broker.scheduler().after(HEARTBEAT.dividedBy(2), () -> rejoin(member));
        }
    }

    private void balance() {
        for (Holding holding : List.of(holdings)) {
            if (holding.owner == null) {
                members.stream()
                        .filter(this::present)
                        .min((one, other) -> Integer.compare(held(one), held(other)))
                        .ifPresent(member -> give(holding.partition, member));
            }
        }
    }

    private int held(Member member) {
        int count = 0;
        for (Holding holding : holdings) {
            count += holding.owner == member ? 1 : 0;
        }
        return count;
    }

    /** A former owner that is heard of lets go first; any other learns of it when it wakes or is connected again. */
    private void give(int partition, @Nullable Member next) {
        Holding before = holdings[partition];
        Member former = before.owner;
        Holding holding = new Holding(partition, next);
        before.end();
        holdings[partition] = holding;
        int epoch = ++generation;
        CompletableFuture<Void> released = new CompletableFuture<>();
        if (former == null || !former.alive() || !present(former)) {
            released.complete(null);
        }
        if (former != null) {
            release(former, partition, released);
        }
        released.whenComplete((done, failure) -> {
            if (failure != null) {
                throw new CompletionException(failure);
            }
            if (next != null && holdings[partition] == holding) {
                holding.begin(next, epoch);
            }
        });
    }

    private void release(Member former, int partition, CompletableFuture<Void> released) {
        if (!former.alive()) {
            released.complete(null);
        } else if (!present(former)) {
            broker.scheduler().after(HEARTBEAT.dividedBy(2), () -> release(former, partition, released));
        } else {
            former.run(() -> {
                if (holdings[partition].owner != former) {
                    former.taken(partition);
                }
                released.complete(null);
            });
            broker.scheduler().after(HEARTBEAT.dividedBy(2), () -> {
                if (!released.isDone()) {
                    release(former, partition, released);
                }
            });
        }
    }
}

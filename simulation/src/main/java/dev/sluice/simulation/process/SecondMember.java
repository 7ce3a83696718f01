package dev.sluice.simulation.process;

import dev.sluice.simulation.broker.Member;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A process in a second group, by which it reads and owns nothing. */
record SecondMember(Process process, Function<ConsumerRecord<byte[], byte[]>, CompletionStage<Void>> reader)
        implements Member {
    @Override
    public String name() {
        return process.name();
    }

    @Override
    public boolean alive() {
        return process.alive();
    }

    @Override
    public boolean awake() {
        return process.awake();
    }

    @Override
    public boolean connected() {
        return process.connected();
    }

    @Override
    public void run(Runnable task) {
        process.run(task);
    }

    @Override
    public void step(String what) {
        process.step(what);
    }

    @Override
    public void given(int partition, int generation) {}

    @Override
    public void taken(int partition) {}

    @Override
    public CompletionStage<Void> take(ConsumerRecord<byte[], byte[]> record) {
        return reader.apply(record);
    }
}

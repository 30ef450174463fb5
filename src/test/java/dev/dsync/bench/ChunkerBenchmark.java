package dev.dsync.bench;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How many MiB of noise a chunker cuts in a second. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class ChunkerBenchmark {
    private static final int MIBS = 16;
    private static final int MEAN = 32 << 10;

    /** What is cut. */
    public enum Data {
        NOISE,
        ZEROS
    }

    @Param Contender contender = Contender.MAXIMUM;
    @Param Data data = Data.NOISE;

    private byte[] bytes = {};
    private Candidate candidate = contender.of(MEAN);

    /** Makes the bytes. */
    @Setup
    public void setup() {
        bytes = new byte[MIBS << 20];
        if (data == Data.NOISE) {
            new Random(1).nextBytes(bytes);
        }
        candidate = contender.of(MEAN);
    }

    /** One operation is a MiB. */
    @Benchmark
    @OperationsPerInvocation(MIBS)
    public long cut() {
        long cuts = 0;
        for (int at = 0; at < bytes.length; ) {
            at += candidate.next(bytes, at, bytes.length - at);
            cuts += at;
        }
        return cuts;
    }
}

package dev.dsync.bench;

import dev.dsync.core.chunk.MaximumChunker;

/** The ways to cut that were compared; each has the mean asked for on noise. */
public enum Contender {
    GEAR_NORMALIZED {
        @Override
        Candidate of(int mean) {
            // A fourth to four times the normal length has a mean of 7/6 of it.
            return Gear.normalized(mean * 6 / 7);
        }
    },
    GEAR_PLAIN {
        @Override
        Candidate of(int mean) {
            return Gear.plain(mean);
        }
    },
    MAXIMUM {
        @Override
        Candidate of(int mean) {
            MaximumChunker chunker = new MaximumChunker(mean / 2, mean * 3 / 2);
            return (bytes, offset, length) -> chunker.next(bytes, offset, length, true);
        }
    },
    REPEATED_MAXIMUM {
        @Override
        Candidate of(int mean) {
            return new RepeatedMaximum((int) (mean / 1.3376), 8);
        }
    };

    abstract Candidate of(int mean);
}

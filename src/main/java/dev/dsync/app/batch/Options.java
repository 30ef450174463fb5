package dev.dsync.app.batch;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** What is known of the options of push and pull, and of the places they are given. */
public interface Options {
    /** The long names of those a job can set, without dashes. */
    Set<String> names();

    /** Whether an option takes a value; else it is on, off, or on several times. */
    boolean takesValue(String option);

    /** Whether each of several values holds, rather than the last. */
    boolean isList(String option);

    /** What is wrong with a setting: {@code cannot VERB THING: REASON; REMEDY}. */
    Optional<String> objection(Job.Setting setting);

    /** What is wrong with a place. */
    Optional<String> objection(String location);

    /** What is wrong with a job, all of whose settings and places are right by themselves. */
    Optional<String> objection(Job job);

    /** The known word that was most likely meant. */
    Optional<String> nearest(String typed, Collection<String> known);
}

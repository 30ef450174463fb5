package dev.dsync.app.doctor;

import java.util.List;

/** The Java that runs dsync. */
final class JavaCheck implements Check {
    private static final int OLDEST = 25;

    private final Surroundings around;

    JavaCheck(Surroundings around) {
        this.around = around;
    }

    @Override
    public String subject() {
        return "java";
    }

    @Override
    public List<Finding> look() {
        String version = around.property("java.version");
        String text = version + ", " + around.property("java.home");
        if (feature() >= OLDEST) {
            return List.of(Finding.ok(text));
        }
        return List.of(
                Finding.wrong(
                        text + ": dsync needs JDK " + OLDEST,
                        "install JDK " + OLDEST + " and name it, where it is not found by itself",
                        "export DSYNC_JAVA_HOME=/usr/lib/jvm/jdk-" + OLDEST));
    }

    private int feature() {
        String number = around.property("java.specification.version");
        return number.matches("\\d{1,4}") ? Integer.parseInt(number) : 0;
    }
}

package dev.dsync.app.doctor;

import java.util.List;
import java.util.Locale;

/** In which encoding Java names files. */
final class LocaleCheck implements Check {
    private final Surroundings around;

    LocaleCheck(Surroundings around) {
        this.around = around;
    }

    @Override
    public String subject() {
        return "locale";
    }

    @Override
    public List<Finding> look() {
        String encoding = around.property("sun.jnu.encoding");
        if (encoding.toUpperCase(Locale.ROOT).equals("UTF-8")) {
            return List.of(Finding.ok("file names are UTF-8"));
        }
        return List.of(
                Finding.wrong(
                        "file names are " + encoding + ", which cannot spell all of them",
                        "start dsync by its launcher, or set the locale",
                        "export LC_ALL=C.UTF-8"));
    }
}

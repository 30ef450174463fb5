package dev.dsync.io.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.dsync.io.wire.proto.WireProto;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireEnumTest {
    @Test
    void numbers_areThoseOfTheSchema() {
        check(WireEnum.ROLE, "ROLE_", WireProto.Role::forNumber);
        check(WireEnum.REPORT_LEVEL, "REPORT_LEVEL_", WireProto.ReportLevel::forNumber);
        check(WireEnum.REASON, "REASON_", WireProto.Reason::forNumber);
        check(WireEnum.FEATURE, "FEATURE_", WireProto.Feature::forNumber);
        check(WireEnum.TIMING, "TIMING_", WireProto.Policy.Timing::forNumber);
        check(WireEnum.USE, "USE_", WireProto.Writing.Use::forNumber);
        check(WireEnum.PROBLEM_KIND, "KIND_", WireProto.Problem.Kind::forNumber);
    }

    private static <E extends Enum<E>> void check(
            WireEnum<E> numbers, String prefix, IntFunction<? extends @Nullable Enum<?>> schema) {
        for (E constant : numbers.constants()) {
            Enum<?> other = schema.apply(numbers.number(constant));
            assertEquals(prefix + constant.name(), other == null ? null : other.name());
        }
        assertNull(schema.apply(numbers.constants().size() + 1));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "64, 64", "255, 255", "-1, 255", "-9223372036854775807, 1"})
    void bitsOfNoConstant_areLeftOut(long told, long known) {
        assertEquals(known, WireEnum.FEATURE.bits(WireEnum.FEATURE.constants(told)));
    }

    @Test
    void zeroAndWhatIsBeyond_areNoConstants() {
        assertNull(WireEnum.KIND.constant(0));
        assertNull(WireEnum.KIND.constant(-1));
        assertNull(WireEnum.KIND.constant(8));
    }
}

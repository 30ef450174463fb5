package dev.dsync.house;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String FIXTURE = "dev.dsync.house.fixture";

    private static JavaClasses program() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.dsync");
    }

    private static List<String> breachesOfFixture() throws IOException {
        return new Walls(FIXTURE, Project.importTable())
                .breaches(new ClassFileImporter().importPackages(FIXTURE));
    }

    @Test
    void program_keepsTheWalls() throws IOException {
        JavaClasses classes = program();
        assertFalse(classes.isEmpty(), "no class was imported");
        assertEquals(List.of(), new Walls("dev.dsync", Project.importTable()).breaches(classes));
    }

    @Test
    void program_hasNoPackageCycle() {
        slices().matching("dev.dsync.(*).(*)..").should().beFreeOfCycles().check(program());
    }

    @Test
    void fixture_isCaughtInEachBreach() throws IOException {
        String upward = FIXTURE + ".core.hash.Upward uses ";
        String careless = FIXTURE + ".io.wire.Careless uses ";
        assertEquals(
                List.of(
                        upward + "dev.dsync.house.fixture.io.fs.Gate",
                        upward + "java.io.InputStream",
                        upward + "java.nio.file.Path",
                        upward + "java.time.InstantSource",
                        upward + "java.util.concurrent.Future",
                        careless + "com.tngtech.archunit.core.domain.JavaClass",
                        careless + "dev.dsync.house.fixture.app.cli.Face",
                        careless + "java.lang.Math.random()",
                        careless + "java.lang.System.nanoTime()",
                        careless + "java.lang.System.out",
                        careless + "java.lang.Thread.sleep(long)",
                        careless + "java.lang.foreign.Arena",
                        careless + "java.time.Instant.now()",
                        careless + "java.util.Locale.getDefault()",
                        careless + "picocli.CommandLine"),
                breachesOfFixture().stream().filter(line -> !line.contains("unlisted")).toList());
    }

    @Test
    void fixture_isCaughtInAnUnlistedPackage() throws IOException {
        assertTrue(
                breachesOfFixture()
                        .contains(
                                FIXTURE
                                        + ".io.unlisted.Stray is in a package the table does not"
                                        + " name"));
    }
}

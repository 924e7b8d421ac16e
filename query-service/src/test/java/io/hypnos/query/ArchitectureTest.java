package io.hypnos.query;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.hypnos.query", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesFormNoCycle = slices().matching("io.hypnos.query.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule noStorageEngine = noClasses().should().dependOnClassesThat().resideInAnyPackage(
            "io.hypnos.tsdb..", "io.hypnos.objstore..",
            "io.hypnos.receive..", "io.hypnos.store..", "io.hypnos.compact..");

    @ArchTest
    static final ArchRule springStaysInTheConfiguration = noClasses().that().resideOutsideOfPackage("io.hypnos.query")
            .should().dependOnClassesThat()
            .resideInAPackage("org.springframework..");
}

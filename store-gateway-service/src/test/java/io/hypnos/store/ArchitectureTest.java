package io.hypnos.store;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.hypnos.store", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesFormNoCycle = slices().matching("io.hypnos.store.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule knowsNoOtherService = noClasses().should().dependOnClassesThat().resideInAnyPackage(
            "io.hypnos.receive..", "io.hypnos.query..", "io.hypnos.compact..", "io.hypnos.promql..",
            "io.hypnos.allinone..");

    @ArchTest
    static final ArchRule springStaysAtTheRim = noClasses().that().resideOutsideOfPackage("io.hypnos.store").should()
            .dependOnClassesThat().resideInAnyPackage("org.springframework..", "picocli..");

    @ArchTest
    static final ArchRule blocksKnowNothingOfTheWire = noClasses().should().dependOnClassesThat()
            .resideInAnyPackage("io.hypnos.proto..", "com.google.protobuf..");
}

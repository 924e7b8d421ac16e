package io.hypnos.service;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.hypnos.service", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesHaveNoCycles = slices().matching("io.hypnos.service.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule looksDownwardsOnly = noClasses().should().dependOnClassesThat().resideInAnyPackage(
            "io.hypnos.tsdb..",
            "io.hypnos.promql..", "io.hypnos.objstore..", "io.hypnos.receive..", "io.hypnos.query..",
            "io.hypnos.store..", "io.hypnos.compact..",
            "io.hypnos.allinone..");

    @ArchTest
    static final ArchRule generatedTypesStopAtTheStoreApi = noClasses().that().resideOutsideOfPackage("..storeapi..")
            .should()
            .dependOnClassesThat().resideInAnyPackage("io.hypnos.proto..");

    @ArchTest
    static final ArchRule springStaysAtTheRim = noClasses().that()
            .resideInAnyPackage("..storeapi..", "..tenancy..", "..grpc..", "..metrics..",
                    "..log..", "..peers..")
            .should().dependOnClassesThat().resideInAnyPackage("org.springframework..");
}

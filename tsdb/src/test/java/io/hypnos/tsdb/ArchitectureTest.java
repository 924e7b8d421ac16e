package io.hypnos.tsdb;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.hypnos.tsdb", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesFormNoCycle = slices().matching("io.hypnos.tsdb.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule knowsOnlyTheFloorBelow = noClasses().should().dependOnClassesThat().resideInAnyPackage(
            "org.springframework..", "io.grpc..", "com.google.protobuf..", "io.hypnos.promql..",
            "io.hypnos.objstore..", "io.hypnos.service..", "io.hypnos.proto..");

    @ArchTest
    static final ArchRule bytesKnowNoFormats = noClasses().that().resideInAPackage("..tsdb.io..").should()
            .dependOnClassesThat()
            .resideInAnyPackage("..tsdb.index..", "..tsdb.block..", "..tsdb.compact..", "..tsdb.head..",
                    "..tsdb.wal..");

    @ArchTest
    static final ArchRule theIndexKnowsNoBlocks = noClasses().that().resideInAPackage("..tsdb.index..").should()
            .dependOnClassesThat()
            .resideInAnyPackage("..tsdb.block..", "..tsdb.compact..", "..tsdb.head..", "..tsdb.wal..");

    @ArchTest
    static final ArchRule blocksKnowNoHead = noClasses().that().resideInAnyPackage("..tsdb.block..", "..tsdb.compact..")
            .should().dependOnClassesThat().resideInAnyPackage("..tsdb.head..", "..tsdb.wal..");

    @ArchTest
    static final ArchRule onlyMetasAreJson = noClasses().that().resideOutsideOfPackage("..tsdb.block..").should()
            .dependOnClassesThat().resideInAnyPackage("tools.jackson..");
}

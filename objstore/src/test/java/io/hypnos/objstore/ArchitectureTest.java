package io.hypnos.objstore;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.hypnos.objstore", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesFormNoCycle = slices().matching("io.hypnos.objstore.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule knowsOnlyTheFloorsBelow = noClasses().should().dependOnClassesThat().resideInAnyPackage(
            "org.springframework..", "io.grpc..", "com.google.protobuf..", "io.hypnos.promql..", "io.hypnos.service..",
            "io.hypnos.receive..", "io.hypnos.query..", "io.hypnos.store..", "io.hypnos.compact..");

    @ArchTest
    static final ArchRule onlyTheS3BucketKnowsItsClient = noClasses().that().resideOutsideOfPackage("..objstore.s3..")
            .should().dependOnClassesThat().resideInAnyPackage("io.minio..", "okhttp3..");

    @ArchTest
    static final ArchRule bucketsDoNotKnowBlocks = noClasses().that()
            .resideInAnyPackage("io.hypnos.objstore", "..objstore.s3..", "..objstore.filesystem..",
                    "..objstore.memory..",
                    "..objstore.config..")
            .should().dependOnClassesThat()
            .resideInAnyPackage("..objstore.block..", "..objstore.ship..", "io.hypnos.tsdb..");
}

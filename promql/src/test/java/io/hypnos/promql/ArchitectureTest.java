package io.hypnos.promql;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.hypnos.promql", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesFormNoCycle = slices().matching("io.hypnos.promql.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule knowsOnlyTheFloorBelow = noClasses().should().dependOnClassesThat().resideInAnyPackage(
            "org.springframework..", "io.grpc..", "com.google.protobuf..", "io.hypnos.tsdb..",
            "io.hypnos.objstore..", "io.hypnos.service..", "io.hypnos.proto..");

    @ArchTest
    static final ArchRule theLanguageKnowsNoEngine = noClasses().that()
            .resideInAnyPackage("..promql.ast..", "..promql.parse..", "..promql.number..").should()
            .dependOnClassesThat().resideInAnyPackage("..promql.plan..", "..promql.exec..", "..promql.format..");

    @ArchTest
    static final ArchRule plansDoNotRun = noClasses().that().resideInAPackage("..promql.plan..").should()
            .dependOnClassesThat().resideInAnyPackage("..promql.exec..", "..promql.format..");
}

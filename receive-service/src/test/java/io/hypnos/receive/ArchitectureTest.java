package io.hypnos.receive;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.hypnos.receive", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesHaveNoCycles = slices().matching("io.hypnos.receive.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule knowsNoOtherService = noClasses().should().dependOnClassesThat()
            .resideInAnyPackage("io.hypnos.promql..", "io.hypnos.query..", "io.hypnos.store..", "io.hypnos.compact..",
                    "io.hypnos.allinone..");

    @ArchTest
    static final ArchRule springOnlyWires = noClasses().that().resideInAPackage("io.hypnos.receive.*..").should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..");

    @ArchTest
    static final ArchRule nettyStaysAtThePort = noClasses().that().resideOutsideOfPackage("..receive.http..").and()
            .doNotHaveSimpleName("ReceiveConfiguration").should().dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "reactor..");

    @ArchTest
    static final ArchRule placementKnowsNothingOfStorage = noClasses().that()
            .resideInAnyPackage("..receive.ring..", "..receive.limit..").should()
            .dependOnClassesThat().resideInAnyPackage("io.hypnos.tsdb..", "io.hypnos.objstore..");

    @ArchTest
    static final ArchRule storageKnowsNothingOfWrites = noClasses().that()
            .resideInAnyPackage("..receive.tenant..", "..receive.store..").should()
            .dependOnClassesThat()
            .resideInAnyPackage("..receive.write..", "..receive.http..", "..receive.wire..", "..receive.ring..");
}

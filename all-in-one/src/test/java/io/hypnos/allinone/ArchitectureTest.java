package io.hypnos.allinone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.hypnos.allinone", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule PACKAGES_FORM_NO_CYCLES = slices().matching("io.hypnos.allinone.(**)").should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule THE_LOAD_TOOL_WORKS_AGAINST_ANY_RECEIVER = noClasses().that().resideInAPackage("..bench..")
            .should()
            .dependOnClassesThat().resideInAnyPackage("io.hypnos.tsdb..", "io.hypnos.objstore..", "io.hypnos.promql..",
                    "io.hypnos.proto..", "io.hypnos.receive..", "io.hypnos.query..", "io.hypnos.store..",
                    "io.hypnos.compact..", "io.hypnos.allinone.demo..");
}

package io.hypnos.series;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.hypnos.series", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    /// The root package has the words that the others speak in, and speaks in theirs; it is no slice of its own.
    @ArchTest
    static final ArchRule packagesFormNoCycle = slices().matching("io.hypnos.series.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theGroundFloorKnowsTheJdkOnly = classes().should().onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "io.hypnos.series..", "org.jspecify..", "com.google.re2j..",
                    "com.google.errorprone.annotations..");

    @ArchTest
    static final ArchRule regexesKnowNothingOfLabels = noClasses().that().resideInAPackage("..series.regex..").should()
            .dependOnClassesThat().resideInAnyPackage("io.hypnos.series", "..series.labels..", "..series.chunk..");

    @ArchTest
    static final ArchRule histogramsKnowNothingOfChunks = noClasses().that().resideInAPackage("..series.histogram..")
            .should().dependOnClassesThat().resideInAnyPackage("..series.chunk..", "..series.labels..");

    @ArchTest
    static final ArchRule chunksKnowNothingOfWhoMergesThem = noClasses().that().resideInAPackage("..series.chunk..")
            .should().dependOnClassesThat().resideInAnyPackage("..series.merge..", "..series.dedup..");
}

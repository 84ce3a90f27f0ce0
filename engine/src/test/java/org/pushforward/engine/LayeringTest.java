package org.pushforward.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each package uses only those above it. */
class LayeringTest {
  private static final String ROOT = "org.pushforward.engine.";
  private static final List<String> PACKAGES =
      List.of(
          "number",
          "random",
          "optimize",
          "elementary",
          "expr",
          "kernel",
          "bijector",
          "distribution",
          "convolution",
          "variable",
          "likelihood",
          "moment",
          "gradient",
          "inference");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.pushforward.engine");

  @Test
  void noPackageUsesOneBelowIt() {
    for (int i = 0; i < PACKAGES.size() - 1; i++) {
      String[] below =
          PACKAGES.subList(i + 1, PACKAGES.size()).stream()
              .map(name -> ROOT + name + "..")
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(ROOT + PACKAGES.get(i) + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(below)
          .check(CLASSES);
    }
  }

  @Test
  void everyClassLivesInAPackageThatHasItsPlace() {
    String[] all = PACKAGES.stream().map(name -> ROOT + name + "..").toArray(String[]::new);
    classes().should().resideInAnyPackage(all).check(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kernel.simd..", "kernel.opencl.."})
  void nothingButItsUsersOutsideTheEngineKnowsABackend(String backend) {
    knownInside(backend, ROOT + backend);
  }

  @Test
  void onlyKernelSimdKnowsJaninoAndTheVectorApi() {
    knownInside("kernel.simd..", "org.codehaus..", "jdk.incubator.vector..");
  }

  @Test
  void onlyKernelOpenclKnowsAparapi() {
    knownInside("kernel.opencl..", "com.aparapi..");
  }

  private static void knownInside(String place, String... packages) {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + place)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages)
        .check(CLASSES);
  }
}

package org.pushforward.engine.variable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.kernel.Reference;

/** No law that a model can name is without tests or documentation. */
class NamedLawsTest {

  @Test
  void everyLawHasParametersToBeTestedAt() {
    Set<String> tested =
        Stream.of(NamedLaws.CONTINUOUS, NamedLaws.DISCRETE)
            .flatMap(List::stream)
            .map(law -> law.substring(0, law.indexOf('(')))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(new TreeSet<>(Laws.NAMED.keySet()), tested);
  }

  /** Commons Statistics has some under names of its own; categorical's are its arguments. */
  @Test
  void everyLawHasATableOfOutsideValues() {
    Set<String> found = new TreeSet<>(Set.of("uniform", "categorical"));
    for (String table :
        List.of(
            "distribution/commons_statistics",
            "variable/laws_mpmath",
            "variable/continuous_laws",
            "variable/particle_laws",
            "variable/discrete_laws")) {
      Reference.rows(table + ".csv").forEach(row -> found.add(row[0]));
    }
    assertTrue(found.remove("uniformcontinuous"));
    assertEquals(new TreeSet<>(Laws.NAMED.keySet()), found);
  }

  /** The rows of the table begin with `name(argument, argument[])`. */
  @Test
  void everyLawIsDocumentedWithItsArguments() throws IOException {
    Set<String> expected = new TreeSet<>();
    Laws.NAMED.forEach((name, law) -> expected.add(name + "(" + law.signature() + ")"));
    Set<String> documented =
        Files.readAllLines(Path.of("..", "docs", "distributions.md")).stream()
            .filter(line -> line.matches("\\| `\\w+\\(.*"))
            .map(line -> line.substring(3, line.indexOf('`', 3)))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(expected, documented);
  }

  /** Also where its formula changes sides, as at an edge of bins where a fit may begin. */
  @Test
  void aLawsProbabilitiesHaveItsDensityAsTheirSlopeInItsMiddle() {
    Parameter x = Parameter.of("x");
    for (String name : NamedLaws.CONTINUOUS) {
      if (NamedLaws.read(name) instanceof Draw draw) {
        Expr folded = Derivative.of(draw.law().folded(x), x);
        List<Expr> outputs = List.of(draw.density(x), folded, Derivative.of(draw.cdf(x), x));
        double middle = Numbers.value(draw.law().middle(), Map.of());
        double[] found = Numbers.values(outputs, Map.of("x", middle));
        assertEquals(found[0], found[1], 1e-12 * found[0], name);
        assertEquals(found[0], found[2], 1e-12 * found[0], name);
      }
    }
  }
}

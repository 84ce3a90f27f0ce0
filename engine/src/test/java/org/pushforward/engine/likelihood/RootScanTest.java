package org.pushforward.engine.likelihood;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.ReferenceBackend;
import org.pushforward.engine.number.PartialSum;
import org.pushforward.engine.variable.ModelReader;
import org.pushforward.engine.variable.RandomVariable;

/**
 * Scans of the negative log-likelihood of three events, against ROOT (HS3.jl's reference
 * workspaces).
 */
final class RootScanTest {

  /** The parameter that is not scanned is 1. ROOT's own sums round at some 1e-15, ours at 2^-44. */
  @ParameterizedTest
  @CsvSource({
    "gauss, 'x ~ normal(mu, sigma)', 1, 1, 1",
    "gauss_weighted, 'x ~ normal(mu, sigma)', 2, 1.5, 0.2",
    "exponential, 'x ~ exponential(c)', 1, 1, 1",
    "lognormal, 'x ~ exp(normal(mu, sigma))', 1, 1, 1"
  })
  void scanEqualsRoots(String set, String model, double w1, double w2, double w3)
      throws IOException {
    List<String> parameters = List.of("mu", "sigma", "c");
    RandomVariable x =
        ModelReader.read(Text.of("model", model), parameters)
            .variables()
            .get("x")
            .conditioned(0, 8.2);
    Contribution contribution = Contribution.unbinned(Map.of(Column.of("x"), x), true);
    EventBlock block = new EventBlock(new double[][] {{2.4, 3.2, 7.5}, {w1, w2, w3}}, 3);
    int rows = 0;
    for (String[] row : rows(set)) {
      double[] point = {1, 1, 1};
      point[parameters.indexOf(row[0])] = Double.parseDouble(row[1]);
      PartialSum sum = new PartialSum(1, 4);
      new ReferenceBackend()
          .kernel(contribution.gradient(parameters, parameters))
          .sum(point, 1, block, sum, 0);
      double root = Double.parseDouble(row[3]);
      assertEquals(root, sum.value(0, 0), 1e-12 * Math.abs(root), row[0] + " = " + row[1]);
      assertTrue(Double.isFinite(sum.value(0, 1)));
      rows++;
    }
    assertTrue(rows > 5);
  }

  private static List<String[]> rows(String set) throws IOException {
    try (InputStream in = RootScanTest.class.getResourceAsStream("/hs3/" + set + ".csv");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .skip(2)
          .map(line -> line.split(",", -1))
          .filter(cells -> !cells[3].isEmpty())
          .toList();
    }
  }
}

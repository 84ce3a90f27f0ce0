package org.pushforward.jobs.job;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.engine.convolution.TabulatedSum;
import org.pushforward.engine.convolution.UniformNormal;
import org.pushforward.engine.variable.Draw;
import org.pushforward.engine.variable.Mixture;
import org.pushforward.engine.variable.Pushed;
import org.pushforward.engine.variable.RandomVariable;
import org.pushforward.engine.variable.Truncated;
import org.pushforward.jobs.result.Derivation;

/** Tells how a variable's density was derived. */
final class Derivations {
  private Derivations() {}

  static Derivation of(String model, RandomVariable variable) {
    List<TabulatedSum> numeric = new ArrayList<>();
    List<UniformNormal> closed = new ArrayList<>();
    collect(variable, numeric, closed);
    if (numeric.isEmpty()) {
      return new Derivation(
          model, closed.isEmpty() ? "closed form" : "closed form of the sum", null);
    }
    double error = numeric.stream().mapToDouble(TabulatedSum::error).max().orElseThrow();
    long nodes = numeric.stream().mapToLong(s -> s.table().grids().cells()).max().orElseThrow();
    return new Derivation(model, "direct convolution", new Derivation.Convolution(error, nodes));
  }

  private static void collect(
      RandomVariable variable, List<TabulatedSum> numeric, List<UniformNormal> closed) {
    if (variable instanceof Draw draw) {
      if (draw.law() instanceof TabulatedSum sum) {
        numeric.add(sum);
      } else if (draw.law() instanceof UniformNormal sum) {
        closed.add(sum);
      }
    } else if (variable instanceof Pushed pushed) {
      collect(pushed.variable(), numeric, closed);
    } else if (variable instanceof Truncated truncated) {
      collect(truncated.variable(), numeric, closed);
    } else if (variable instanceof Mixture mixture) {
      mixture.components().forEach(c -> collect(c.variable(), numeric, closed));
    }
  }
}

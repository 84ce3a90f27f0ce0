package org.pushforward.jobs.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A likelihood in formulas, and what computing it costs.
 *
 * @param programs {@code gradient} (the value too) and, where it was asked for, {@code hessian}
 */
public record Description(Map<String, Density> observables, Map<String, Cost> programs) {
  public Description {
    observables = Ordered.copy(observables);
    programs = Ordered.copy(programs);
  }

  /**
   * The density of an observable.
   *
   * @param range it is conditioned on, {low, high}; null if none
   * @param sums of variables, each with how it is derived
   * @param formulas density, logarithm and derivatives, after the shared parts that they use
   */
  public record Density(
      Derivation derivation, List<Double> range, List<Sum> sums, List<Formula> formulas) {
    public Density {
      sums = List.copyOf(sums);
      formulas = List.copyOf(formulas);
    }

    /** In words: where the density holds, and how it was derived. */
    public List<String> said() {
      List<String> said = new ArrayList<>();
      if (range != null) {
        said.add(
            "on ["
                + range.stream()
                    .map(end -> end.toString().replaceFirst("\\.0$", ""))
                    .collect(Collectors.joining(", "))
                + "]");
      }
      if (!derivation.integrated().isEmpty()) {
        said.add(derivation.saysIntegrated());
      }
      sums.forEach(sum -> said.add("a sum: " + sum.said()));
      if (sums.stream().anyMatch(sum -> sum.convolution != null)) {
        said.add(
            "F1, F2, ..: distribution functions of numeric sums; F1' a density, F1_s' its"
                + " derivative by s");
      }
      return said;
    }
  }

  /**
   * A sum of variables.
   *
   * @param convolution null where it has a closed form
   */
  public record Sum(String method, Derivation.Convolution convolution) {

    /** In words. */
    String said() {
      return convolution == null
          ? method
          : String.format(
              Locale.ROOT,
              "%s on %d cells, its density right to %.1e of the peak",
              method,
              convolution.nodes(),
              convolution.error());
    }
  }

  /** "2 exp, 1 log", the most frequent first. */
  public static String listed(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .map(e -> e.getValue() + " " + e.getKey())
        .collect(Collectors.joining(", "));
  }

  /**
   * {@code name = text}.
   *
   * @param latex the same as an equation
   */
  public record Formula(String name, String text, String latex) {}

  /**
   * What a program does once per parameter {@code point}, once per {@code edge} of bins and once
   * per {@code row}.
   *
   * @param tableWork multiply-adds that fill tables of numeric convolutions, once per point
   * @param source the file of the code generated for it; null where it was not asked for
   */
  public record Cost(
      Map<String, Operations> operations, long bytesPerRow, long tableWork, String source) {
    public Cost {
      operations = Ordered.copy(operations);
    }
  }

  /**
   * @param total of the primitives
   * @param functions that they are made of
   */
  public record Operations(
      int total, Map<String, Integer> functions, Map<String, Integer> primitives) {
    public Operations {
      functions = Ordered.copy(functions);
      primitives = Ordered.copy(primitives);
    }
  }
}

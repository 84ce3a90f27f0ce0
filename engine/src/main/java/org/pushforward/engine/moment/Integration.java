package org.pushforward.engine.moment;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.variable.RandomVariable;

/**
 * Quantities by quadrature, those of discrete variables by summation; of two leaves, as the average
 * over the one of that over the other.
 */
public final class Integration {
  /** As many leaves a path may have. */
  static final int MOST_LEAVES = 2;

  private final Calculator calculator;
  private final Map<Average, double[]> found = new LinkedHashMap<>(); // value, error
  private long evaluations;

  private Integration(Calculator calculator) {
    this.calculator = calculator;
  }

  /** The quantities, in their order. */
  public static List<Estimate> of(List<Quantity> quantities, Calculator calculator) {
    Integration integration = new Integration(calculator);
    List<Average> averages = Quantity.averages(quantities);
    Set<Subject> subjects = new LinkedHashSet<>();
    averages.forEach(a -> subjects.add(a.over()));
    for (Subject subject : subjects) {
      integration.integrate(subject, averages.stream().filter(a -> a.over() == subject).toList());
    }
    return quantities.stream()
        .map(q -> q.integrated(integration.found, integration.evaluations))
        .toList();
  }

  private void integrate(Subject subject, List<Average> averages) {
    averages.forEach(a -> found.put(a, new double[2]));
    for (Path path : subject.integrated()) {
      double probability = calculator.value(path.walk(x -> Expr.of(0)).weight());
      if (probability == 0) {
        continue;
      }
      Averages part = over(path, averages);
      for (int k = 0; k < averages.size(); k++) {
        double[] sum = found.get(averages.get(k));
        sum[0] += probability * part.values()[k];
        sum[1] += Math.abs(probability) * part.errors()[k];
      }
    }
  }

  private Averages over(Path path, List<Average> averages) {
    List<RandomVariable> leaves = path.leaves();
    List<Column> columns = List.of(Column.of("?x0"), Column.of("?x1")).subList(0, leaves.size());
    Path.End end = path.walk(List.copyOf(columns));
    Integrands integrands =
        new Integrands(
            averages.stream().map(a -> end.of(a.integrand())).toList(),
            columns.stream().map(Column::name).toList());
    double[] once = {1};
    Averages found;
    if (leaves.size() == 1) {
      Rule rule = rule(leaves.get(0), Quadrature.Care.LINE, Summation.BLOCK);
      found = rule.over(once, integrands)[0];
    } else {
      // A sum inside of an integral would have to find its ends anew at every place.
      int first = !leaves.get(0).isDiscrete() && leaves.get(1).isDiscrete() ? 1 : 0;
      Rule outer = rule(leaves.get(first), Quadrature.Care.OUTER, Summation.SMALL_BLOCK);
      Rule inner = rule(leaves.get(1 - first), Quadrature.Care.INNER, Summation.SMALL_BLOCK);
      found = outer.over(once, new Inner(integrands, first, inner))[0];
    }
    evaluations += integrands.evaluations();
    return found;
  }

  private Rule rule(RandomVariable leaf, Quadrature.Care care, int block) {
    return leaf.isDiscrete()
        ? new Summation(leaf, calculator, block)
        : new Quadrature(leaf, calculator, care);
  }

  /** Formulas of the leaves' values. */
  private final class Integrands implements Given {
    private final List<Expr> formulas;
    private final List<String> names;
    private long evaluations;

    Integrands(List<Expr> formulas, List<String> names) {
      this.formulas = formulas;
      this.names = names;
    }

    Found at(double[]... leaves) {
      int n = leaves[0].length;
      evaluations += n;
      return Found.of(calculator.values(formulas, names, leaves, n));
    }

    @Override
    public int count() {
      return formulas.size();
    }

    @Override
    public Found at(int[] rows, double[] x, double[] weights) {
      return at(x);
    }

    @Override
    public long evaluations() {
      return evaluations;
    }
  }

  /** Of the value of one leaf, the averages over the other. */
  private static final class Inner implements Given {
    private final Integrands integrands;
    private final int first;
    private final Rule rule;

    /**
     * @param first the leaf whose value is given
     * @param rule of the other
     */
    Inner(Integrands integrands, int first, Rule rule) {
      this.integrands = integrands;
      this.first = first;
      this.rule = rule;
    }

    @Override
    public Found at(int[] rows, double[] x, double[] weights) {
      int[] counted = IntStream.range(0, x.length).filter(i -> weights[i] > 0).toArray();
      double[] given = IntStream.of(counted).mapToDouble(i -> x[i]).toArray();
      double[] scales = IntStream.of(counted).mapToDouble(i -> weights[i]).toArray();
      Averages[] found = rule.over(scales, new Rows(given));
      Averages[] all = new Averages[x.length];
      Arrays.fill(all, Averages.zero(count()));
      for (int i = 0; i < counted.length; i++) {
        all[counted[i]] = found[i];
      }
      return Found.of(all, count());
    }

    @Override
    public int count() {
      return integrands.count();
    }

    @Override
    public long evaluations() {
      return integrands.evaluations();
    }

    /** The integrands, with a value of the first leaf for each row. */
    private final class Rows implements Given {
      private final double[] given;

      Rows(double[] given) {
        this.given = given;
      }

      @Override
      public Found at(int[] rows, double[] y, double[] weights) {
        double[] x = new double[y.length];
        Arrays.setAll(x, i -> given[rows[i]]);
        return first == 0 ? integrands.at(x, y) : integrands.at(y, x);
      }

      @Override
      public int count() {
        return integrands.count();
      }

      @Override
      public long evaluations() {
        return integrands.evaluations();
      }
    }
  }
}

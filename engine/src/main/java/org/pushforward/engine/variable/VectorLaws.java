package org.pushforward.engine.variable;

import static org.pushforward.engine.expr.Formulas.sqrt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pushforward.engine.bijector.Bijector;
import org.pushforward.engine.bijector.Elementwise;
import org.pushforward.engine.bijector.LowerTriangular;
import org.pushforward.engine.bijector.Shift;
import org.pushforward.engine.bijector.VectorBijector;
import org.pushforward.engine.bijector.VectorChain;
import org.pushforward.engine.distribution.Dirichlet;
import org.pushforward.engine.distribution.Normal;
import org.pushforward.engine.distribution.SphericalStudentT;
import org.pushforward.engine.distribution.VectorDistribution;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Nearest;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Syntax;
import org.pushforward.engine.expr.Text;

/** The laws of vectors that a model can name. */
final class VectorLaws {
  static final Set<String> NAMES = Set.of("multivariate_normal", "multivariate_t", "dirichlet");

  private static final Map<String, String> USAGE =
      Map.of(
          "multivariate_normal",
          "write multivariate_normal({0, 0}, {{1, r}, {r, 1}}), or cholesky={{1}, {r, s}} or sd={s,"
              + " t} after the mean",
          "multivariate_t",
          "write multivariate_t(nu, {0, 0}, {{1, r}, {r, 1}}), or cholesky={{1}, {r, s}} last",
          "dirichlet",
          "write dirichlet({a, b, c}), of the first two of three fractions");

  private final ScalarReader scalars;
  private final Ranges ranges;
  private final Text text;
  private final Bases bases;

  VectorLaws(ScalarReader scalars, Ranges ranges, Text text, Bases bases) {
    this.scalars = scalars;
    this.ranges = ranges;
    this.text = text;
    this.bases = bases;
  }

  VectorReader.Meaning read(Syntax.Call call) {
    return switch (call.name()) {
      case "multivariate_normal" -> normal(call);
      case "multivariate_t" -> studentT(call);
      default -> dirichlet(call);
    };
  }

  /** mean + L z, L L' = covariance, z standard normal. */
  private VectorReader.Meaning normal(Syntax.Call call) {
    Map<String, Syntax> arguments =
        arguments(call, List.of("mean", "covariance"), "cholesky", "sd");
    List<Expr> mean = numbers(arguments.get("mean"), 0);
    if (arguments.containsKey("sd")) {
      List<Expr> sd = numbers(arguments.get("sd"), mean.size());
      sd.forEach(s -> requirePositive(arguments.get("sd"), s, "a standard deviation"));
      List<RandomVariable> independent = new ArrayList<>();
      for (int i = 0; i < mean.size(); i++) {
        independent.add(new Draw(new Normal(mean.get(i), sd.get(i))));
      }
      return new VectorReader.Meaning(
          new Independent(independent), independent.stream().<Expr>map(v -> bases.law(v)).toList());
    }
    RandomVariable standard = new Draw(new Normal(Expr.of(0), Expr.of(1)));
    List<RandomVariable> all = mean.stream().map(m -> standard).toList();
    List<Expr> symbols = all.stream().<Expr>map(v -> bases.law(v)).toList();
    return affine(
        mean, factor(arguments, "covariance", mean.size()), new Independent(all), symbols);
  }

  /** location + L t, L L' = scale, t of the spherical law. */
  private VectorReader.Meaning studentT(Syntax.Call call) {
    Map<String, Syntax> arguments = arguments(call, List.of("nu", "location", "scale"), "cholesky");
    Expr nu = scalars.formula(arguments.get("nu"));
    requirePositive(arguments.get("nu"), nu, "nu");
    List<Expr> location = numbers(arguments.get("location"), 0);
    VectorReader.Meaning t = law(call, new SphericalStudentT(location.size(), nu));
    return affine(location, factor(arguments, "scale", location.size()), t.vector(), t.formulas());
  }

  private VectorReader.Meaning dirichlet(Syntax.Call call) {
    Map<String, Syntax> arguments = arguments(call, List.of("shapes"));
    List<Expr> shapes = numbers(arguments.get("shapes"), 0);
    if (shapes.size() < 2) {
      throw text.problem(call, "fractions of a whole are at least two", USAGE.get("dirichlet"));
    }
    shapes.forEach(a -> requirePositive(arguments.get("shapes"), a, "a shape"));
    return law(call, new Dirichlet(shapes));
  }

  private VectorReader.Meaning law(Syntax.Call call, VectorDistribution law) {
    return whole(call, new DrawnVector(law));
  }

  /** A fresh vector of which no component stands alone. */
  VectorReader.Meaning whole(Syntax.Call call, RandomVector vector) {
    return whole(call, vector, List.of());
  }

  /** The same of one that is made of others. */
  VectorReader.Meaning whole(Syntax.Call call, RandomVector vector, List<Expr> parts) {
    List<Parameter> symbols =
        bases.vector(
            vector,
            parts,
            () -> {
              throw text.problem(
                  call,
                  "the law of one component of this vector alone is not derived",
                  "use all components together");
            });
    return new VectorReader.Meaning(vector, List.copyOf(symbols));
  }

  private static VectorReader.Meaning affine(
      List<Expr> shift, List<List<Expr>> factor, RandomVector vector, List<Expr> symbols) {
    VectorBijector map =
        new VectorChain(
            new LowerTriangular(factor),
            new Elementwise(shift.stream().<Bijector>map(Shift::new).toList()));
    return new VectorReader.Meaning(new PushedVector(map, vector), map.forward(symbols).values());
  }

  /** By place, or by name; {@code others} may stand in the place of the last one, by name. */
  private Map<String, Syntax> arguments(Syntax.Call call, List<String> names, String... others) {
    List<String> all = new ArrayList<>(names);
    all.addAll(List.of(others));
    Map<String, Syntax> arguments = new LinkedHashMap<>();
    for (Syntax.Argument argument : call.arguments()) {
      String name = argument.name();
      if (!name.isEmpty() && !all.contains(name)) {
        throw text.problem(
            argument.value(),
            call.name() + " has no argument \"" + name + "\"",
            Nearest.advice(name, all, "arguments"));
      }
      if (name.isEmpty() && arguments.size() < names.size()) {
        name = names.get(arguments.size());
      }
      if (name.isEmpty() || arguments.put(name, argument.value()) != null) {
        throw text.problem(argument.value(), "this argument is misplaced", USAGE.get(call.name()));
      }
    }
    if (arguments.size() != names.size()
        || !arguments.keySet().containsAll(names.subList(0, names.size() - 1))) {
      throw text.problem(
          call, call.name() + " takes " + String.join(", ", names), USAGE.get(call.name()));
    }
    return arguments;
  }

  /** The Cholesky factor, [row][column <= row], given itself or as a matrix. */
  private List<List<Expr>> factor(Map<String, Syntax> arguments, String matrix, int n) {
    return arguments.containsKey("cholesky")
        ? positiveDiagonal(arguments.get("cholesky"), n)
        : cholesky(arguments.get(matrix), n);
  }

  private List<List<Expr>> positiveDiagonal(Syntax at, int n) {
    List<List<Expr>> rows = lowerTriangle(at, n);
    for (int i = 0; i < n; i++) {
      requirePositive(at, rows.get(i).get(i), "the diagonal of a Cholesky factor");
    }
    return rows;
  }

  /** l_ij = (a_ij - sum_(k < j) l_ik l_jk) / l_jj, l_jj = sqrt(a_jj - sum_(k < j) l_jk^2). */
  private List<List<Expr>> cholesky(Syntax at, int n) {
    List<List<Expr>> a = square(at, n);
    List<List<Expr>> factor = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      List<Expr> row = new ArrayList<>();
      factor.add(row);
      for (int j = 0; j <= i; j++) {
        if (a.get(i).get(j) != a.get(j).get(i)) {
          throw text.problem(
              at,
              "this matrix is not symmetric: " + a.get(i).get(j) + " and " + a.get(j).get(i),
              "write the same formula on both sides of the diagonal");
        }
        Expr rest = a.get(i).get(j);
        for (int k = 0; k < j; k++) {
          rest = rest.minus(row.get(k).times(factor.get(j).get(k)));
        }
        if (i == j) {
          if (ranges.of(rest).high() <= 0) {
            throw text.problem(at, "this matrix is not positive definite", "");
          }
          row.add(sqrt(rest));
        } else {
          row.add(rest.over(factor.get(j).get(j)));
        }
      }
    }
    return factor;
  }

  /** The numbers of a group; {@code count} of them if that is not 0. */
  List<Expr> numbers(Syntax value, int count) {
    return group(value, count).items().stream().map(scalars::formula).toList();
  }

  /** The ends of ranges, some of them infinite. */
  List<Expr> ends(Syntax value, int count) {
    return group(value, count).items().stream().map(scalars::end).toList();
  }

  /** [row][column] of n rows and columns. */
  List<List<Expr>> square(Syntax value, int n) {
    return group(value, n).items().stream().map(row -> numbers(row, n)).toList();
  }

  /** [row][column <= row] of n rows, with nothing that is 0 for certain on the diagonal. */
  List<List<Expr>> lowerTriangle(Syntax value, int n) {
    List<List<Expr>> rows = new ArrayList<>();
    for (Syntax row : group(value, n).items()) {
      rows.add(numbers(row, rows.size() + 1));
      if (ranges.isZero(rows.get(rows.size() - 1).get(rows.size() - 1))) {
        throw text.problem(row, "the diagonal of a triangular matrix is not 0", "");
      }
    }
    return rows;
  }

  private Syntax.Group group(Syntax value, int count) {
    if (!(value instanceof Syntax.Group group)) {
      throw text.problem(value, "here stands a group of numbers", "write it in braces: {1, 2, 3}");
    }
    if (count > 0 && group.items().size() != count) {
      throw text.problem(
          value, "this group has " + group.items().size() + " items, not " + count, "");
    }
    return group;
  }

  private void requirePositive(Syntax at, Expr value, String what) {
    if (ranges.of(value).high() <= 0) {
      throw text.problem(
          at, ranges.refusal(what + " must be positive", value), ranges.advice(value));
    }
  }
}

package org.pushforward.engine.gradient;

import static org.pushforward.engine.expr.Formulas.abs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.variable.Sum;

/**
 * What one sample says of a gradient, as formulas of random numbers, with baselines and control
 * variates still to be taken off.
 *
 * @param value f
 * @param gradient by parameter; empty where the estimator is refused
 * @param refusals why, by parameter; empty where it is not
 * @param score what a baseline goes with, by parameter; empty of those without
 * @param controls of mean 0
 * @param controlSizes |control|, before it is averaged with its antithetic one
 * @param sizes of a gradient along draws |df/dtheta| + |df/dx dx/dtheta|, by parameter; else empty
 */
record OneSample(
    Expr value,
    List<Optional<Expr>> gradient,
    List<String> refusals,
    List<Expr> score,
    List<Expr> controls,
    List<Expr> controlSizes,
    List<Expr> sizes) {

  /**
   * @param source of the random numbers, a new one each time, their antithetic ones if so asked
   */
  static OneSample of(
      Expectation expectation, Choice choice, Checks checks, Function<Boolean, Source> source) {
    OneSample plain = of(expectation, choice, checks, source.apply(false));
    return choice.numbers() == Numbers.ANTITHETIC
        ? plain.mean(of(expectation, choice, checks, source.apply(true)))
        : plain;
  }

  private OneSample mean(OneSample other) {
    return new OneSample(
        mean(value, other.value),
        IntStream.range(0, gradient.size())
            .mapToObj(j -> gradient.get(j).map(g -> mean(g, other.gradient.get(j).orElseThrow())))
            .toList(),
        refusals,
        mean(score, other.score),
        mean(controls, other.controls),
        mean(controlSizes, other.controlSizes),
        mean(sizes, other.sizes));
  }

  private static List<Expr> mean(List<Expr> a, List<Expr> b) {
    return IntStream.range(0, a.size()).mapToObj(i -> mean(a.get(i), b.get(i))).toList();
  }

  private static Expr mean(Expr a, Expr b) {
    return a.plus(b).times(0.5);
  }

  private static OneSample of(
      Expectation expectation, Choice choice, Checks checks, Source source) {
    return new Builder(expectation, checks).of(choice, source);
  }

  /** Value, gradient (0 where it is refused), score, controls, their sizes and the gradient's. */
  List<Expr> all() {
    List<Expr> all = new ArrayList<>(List.of(value));
    gradient.forEach(g -> all.add(g.orElse(Expr.of(0))));
    all.addAll(score);
    all.addAll(controls);
    all.addAll(controlSizes);
    all.addAll(sizes);
    return all;
  }

  private static final class Builder {
    private final Expectation expectation;
    private final Checks checks;
    private final List<Optional<Expr>> gradient = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private final List<Expr> sizes = new ArrayList<>();

    Builder(Expectation expectation, Checks checks) {
      this.expectation = expectation;
      this.checks = checks;
    }

    OneSample of(Choice choice, Source source) {
      Estimator estimator = choice.estimator();
      World world = new World(expectation, source, estimator instanceof Estimator.MeasureValued);
      List<Expr> score = List.of();
      if (estimator instanceof Estimator.Pathwise) {
        pathwise(world);
      } else if (estimator instanceof Estimator.Score) {
        score = scored(world, estimator, source, j -> leaf -> true);
      } else if (estimator instanceof Estimator.Surrogate) {
        score = scored(world, estimator, source, j -> leaf -> !hasPath(leaf, j));
      } else if (estimator instanceof Estimator.FiniteDifference fd) {
        Expr h = Expr.of(fd.step());
        each(j -> world.moved(j, h).minus(world.moved(j, h.negate())).over(2 * fd.step()));
      } else {
        measureValued(world);
      }
      List<Expr> controls = choice.isControlled() ? controls(world) : List.of();
      return new OneSample(
          world.value(),
          gradient,
          refusals,
          score,
          controls,
          controls.stream().map(h -> abs(h)).toList(),
          sizes);
    }

    private void each(Function<Integer, Expr> derivative) {
      for (int j = 0; j < expectation.theta().size(); j++) {
        try {
          gradient.add(Optional.of(derivative.apply(j)));
          refusals.add("");
        } catch (Refused e) {
          gradient.add(Optional.empty());
          refusals.add(e.getMessage());
        }
      }
    }

    private void pathwise(World world) {
      each(
          j -> {
            sizes.add(Expr.of(0)); // where it is refused
            checks.requireContinuous(world, j, leaf -> true, "pathwise");
            Expr path = world.alongPaths(j, leaf -> true);
            sizes.set(j, world.closed(abs(world.explicit(j)).plus(abs(path))));
            return world.closed(world.explicit(j).plus(path));
          });
    }

    private boolean hasPath(Leaf leaf, int parameter) {
      try {
        leaf.velocity(expectation.theta().get(parameter));
        return true;
      } catch (Refused e) {
        return false; // so it is scored
      }
    }

    private List<Expr> scored(
        World world,
        Estimator estimator,
        Source source,
        Function<Integer, Predicate<Leaf>> isScored) {
      Estimator.Baseline baseline = estimator.baseline();
      List<World> together = new ArrayList<>(List.of(world));
      while (baseline == Estimator.Baseline.LEAVE_ONE_OUT
          && together.size() < Estimator.Baseline.TOGETHER) {
        together.add(new World(expectation, source, false));
      }
      each(
          j -> {
            world.requireNoneStopped(estimator.key());
            checks.requireContinuous(world, j, isScored.apply(j).negate(), estimator.key());
            checks.requireFixedEnds(world, j, isScored.apply(j));
            Expr sum = Expr.of(0);
            for (World one : together) {
              Expr rest = Expr.of(0);
              for (World other : together) {
                rest = other == one ? rest : rest.plus(other.value());
              }
              Expr above =
                  together.size() == 1
                      ? one.value()
                      : one.value().minus(rest.over(together.size() - 1.0));
              Expr path = one.alongPaths(j, isScored.apply(j).negate());
              sum =
                  sum.plus(one.closed(one.explicit(j).plus(path)))
                      .plus(above.times(one.closed(one.score(j, isScored.apply(j)))));
            }
            return sum.over(together.size());
          });
      return baseline == Estimator.Baseline.MEAN || baseline == Estimator.Baseline.OPTIMAL
          ? IntStream.range(0, expectation.theta().size())
              .mapToObj(j -> world.closed(world.score(j, isScored.apply(j))))
              .toList()
          : List.of();
    }

    /** Of each leaf z - E z and (z - E z)^2 - Var z where these are known, and the scores. */
    private List<Expr> controls(World world) {
      List<Expr> controls = new ArrayList<>();
      for (Leaf leaf : world.leaves()) {
        if (leaf.isScalar() && !Sum.isIn(leaf.variable())) {
          Expr z = leaf.draws().get(0);
          leaf.variable()
              .expectation()
              .ifPresent(
                  mean -> {
                    controls.add(z.minus(mean));
                    leaf.variable()
                        .variance()
                        .ifPresent(v -> controls.add(z.minus(mean).square().minus(v)));
                  });
        }
      }
      for (int j = 0; j < expectation.theta().size(); j++) {
        controls.add(world.closed(world.score(j, leaf -> true)));
      }
      return controls;
    }

    private void measureValued(World world) {
      each(
          j -> {
            world.requireNoneStopped("measure_valued");
            checks.requireContinuous(world, j, leaf -> false, "measure_valued");
            return world.closed(world.explicit(j)).plus(world.differences(j));
          });
    }
  }
}

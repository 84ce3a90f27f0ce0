package org.pushforward.engine.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pushforward.engine.expr.Formulas.abs;
import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.floor;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.lessOrEqual;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.min;
import static org.pushforward.engine.expr.Formulas.select;
import static org.pushforward.engine.expr.Formulas.sqrt;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.engine.expr.Bounds;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Root;
import org.pushforward.engine.gradient.Jumps.Jump;
import org.pushforward.engine.variable.NamedLaws;
import org.pushforward.engine.variable.RandomVariable;

class JumpsTest {
  private static final Parameter X = Parameter.of("?z0");
  private static final Parameter Y = Parameter.of("?z1");
  private static final Parameter C = Parameter.of("c");
  private static final Expr ZERO = Expr.of(0);
  private static final Expr ONE = Expr.of(1);

  /** x and y on the line, c at 1.3. */
  private static List<Jump> jumps(Expr f) {
    return Jumps.of(f, Map.of(X, Bounds.LINE, Y, Bounds.LINE, C, Bounds.between(1.3, 1.3)));
  }

  private static void isContinuous(Expr f) {
    assertEquals(List.of(), jumps(f));
  }

  private static void jumpsAt(Expr f, Expr... at) {
    assertEquals(Set.of(at), Set.copyOf(jumps(f).stream().map(Jump::at).toList()));
  }

  @Test
  void indicatorsAndWholeNumbersJump() {
    jumpsAt(less(X, ONE), X.minus(ONE));
    jumpsAt(less(X, C).times(X), X.minus(C));
    jumpsAt(floor(X.times(2)).plus(X), X.times(2));
    jumpsAt(exp(lessOrEqual(X.times(Y), C)), X.times(Y).minus(C));
    Expr count = Root.whole(k -> k.minus(exp(X)), ZERO, ZERO, Expr.of(50));
    jumpsAt(count.times(3), count);
    assertEquals(Set.of(X, C), jumps(less(X, C)).get(0).among(Set.of(X, Y, C)));
  }

  @Test
  void whatAJumpIsSaidOfIsWhereItIs() {
    String because = jumps(less(X, ONE).times(5)).get(0).because();
    assertTrue(because.contains("from 5.0 to 0.0 across ?z0 = 1.0"), because);
  }

  @Test
  void piecesThatDisagreeJump() {
    jumpsAt(select(less(X, ZERO), X.negate(), X.plus(0.001)), X);
    jumpsAt(select(lessOrEqual(X, C), X.square(), X.times(C).plus(Y.times(1e-3))), X.minus(C));
    jumpsAt(select(less(X, ZERO), ONE.over(X), X), X);
    jumpsAt(
        select(less(X, ONE), select(less(Y, ONE), X, ONE), Expr.of(2)), X.minus(ONE), Y.minus(ONE));
  }

  @Test
  void kinksAreNoJumps() {
    isContinuous(abs(X.minus(C)).plus(max(X, Y)).times(min(X, C)));
    isContinuous(select(less(X, ZERO), X.negate(), X));
    isContinuous(select(less(X, C), C.minus(X), X.minus(C)));
    Expr huber =
        select(lessOrEqual(abs(X), C), X.square().times(0.5), abs(X).minus(C.times(0.5)).times(C));
    isContinuous(huber);
    isContinuous(select(lessOrEqual(X, C), Y.times(X), Y.times(C).plus(X.minus(C).times(3))));
    isContinuous(select(less(X, ONE), ZERO, sqrt(max(X, ONE).minus(1))));
    isContinuous(less(Y, X.square()).times(X.square().minus(Y)));
  }

  /** As guards have it: the inner piece jumps where the outer one does not look at it. */
  @Test
  void aPieceThatIsNotUsedWhereItJumpsDoesNotCount() {
    Expr positive = select(less(ZERO, X), X, ONE);
    isContinuous(select(less(ZERO, X), positive.times(log(positive)), ZERO));
    isContinuous(select(less(ZERO, Y.square()), X, floor(X)));
    isContinuous(less(X, ONE).times(ZERO).plus(X));
    isContinuous(floor(C).times(X));
    jumpsAt(positive, X.negate());
  }

  /** x is a parameter's formula: only where it now is does a step count. */
  @Test
  void stepsOfParametersCountWhereTheyAre() {
    isContinuous(select(less(C, ONE), X, Y));
    jumpsAt(select(less(C, Expr.of(1.3)), X, Y), C.minus(Expr.of(1.3)));
  }

  @Test
  void endsOfARangeAreNotCrossed() {
    Expr f = select(less(ZERO, X), log(X), ZERO).plus(less(X, ZERO)).plus(floor(Y));
    Map<Parameter, Bounds> ranges =
        Map.of(X, Bounds.between(0, Double.POSITIVE_INFINITY), Y, Bounds.between(0, 1));
    assertEquals(List.of(), Jumps.of(f, ranges));
  }

  @Test
  void aJumpIsSeenWhereOthersAllowItInANarrowRangeOnly() {
    Expr narrow = less(Expr.of(3), Y).times(less(Y, Expr.of(3.0001)));
    assertTrue(jumps(less(X, ONE).times(narrow)).stream().anyMatch(j -> j.at() == X.minus(ONE)));
  }

  @Test
  void aNarrowWindowIsFound() {
    Expr at = abs(X.minus(3.14159)).minus(Expr.of(1e-6));
    jumpsAt(less(abs(X.minus(3.14159)), Expr.of(1e-6)), at);
    assertTrue(jumps(less(at, ZERO)).get(0).because().contains("across"));
  }

  /** (x - 1)^2 + 1/1000 is nowhere negative, but bounds of its terms do not show that. */
  @Test
  void aStepThatIsNotShownToBeConstantCountsAsAJump() {
    Expr at = X.square().minus(X.times(2)).plus(1.001);
    jumpsAt(less(at, ZERO), at);
    assertTrue(jumps(less(at, ZERO)).get(0).because().contains("may change"));
  }

  static Stream<String> laws() {
    return NamedLaws.CONTINUOUS.stream();
  }

  /** All that have a density without jumps inside: histograms have some there. */
  @ParameterizedTest
  @MethodSource("laws")
  void theLogDensityOfALawAtItsOwnValuesDoesNotJump(String name) {
    NamedLaws.Open open = NamedLaws.open(name);
    Map<Parameter, Double> point = new HashMap<>();
    open.point().forEach((p, v) -> point.put(Parameter.of(p), v));
    RandomVariable law = open.law();
    Map<Parameter, Bounds> ranges = new LinkedHashMap<>();
    point.forEach((p, v) -> ranges.put(p, Bounds.between(v, v)));
    ranges.put(X, End.support(law, point));
    long expected = name.startsWith("histogram") ? 2 : 0;
    List<Jump> found = Jumps.of(law.logDensity(X), ranges);
    assertEquals(expected, found.size(), () -> name + found);
    ranges.put(X, Bounds.LINE);
    assertEquals(List.of(), Jumps.of(law.cdf(X), ranges), name);
  }

  @Test
  void aLogDensityJumpsWhereItsSupportEnds() {
    Expr f = NamedLaws.read("uniform(-1, 1)").logDensity(X);
    jumpsAt(f, X.plus(1), ONE.minus(X));
  }
}

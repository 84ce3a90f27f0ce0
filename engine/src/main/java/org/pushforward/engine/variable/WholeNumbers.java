package org.pushforward.engine.variable;

import org.pushforward.engine.bijector.Affine;
import org.pushforward.engine.expr.Apply;
import org.pushforward.engine.expr.Expr;

/** Where it is seen that values are whole numbers. */
public final class WholeNumbers {
  private WholeNumbers() {}

  /** Whether a discrete variable takes nothing else: laws do, and their images by such numbers. */
  public static boolean areAllOf(RandomVariable v) {
    if (v instanceof Pushed pushed) {
      return pushed.map() instanceof Affine map
          && is(map.shift())
          && is(map.scale())
          && areAllOf(pushed.variable());
    }
    if (v instanceof Mixture mixture) {
      return mixture.components().stream().allMatch(c -> areAllOf(c.variable()));
    }
    return v.isDiscrete()
        && (v instanceof Draw || v instanceof Truncated t && areAllOf(t.variable()));
  }

  private static boolean is(Expr e) {
    if (!(e instanceof Apply apply)) {
      return Math.rint(e.constantOrNaN()) == e.constantOrNaN();
    }
    return switch (apply.operation()) {
      case FLOOR -> true;
      case ADD, SUBTRACT, MULTIPLY, NEGATE -> apply.operands().stream().allMatch(WholeNumbers::is);
      default -> false;
    };
  }
}

package org.pushforward.engine.expr;

import org.pushforward.engine.elementary.Scalar;

/**
 * Builds nodes in their simplest form.
 *
 * <p>Factors and terms are ordered by how often they change (constants, then what parameters alone
 * decide, then what varies from row to row) and the rarer ones are gathered: p * (q * x) becomes (p
 * * q) * x. A division by what does not vary becomes a multiplication by its reciprocal.
 */
final class Simplifier {
  private Simplifier() {}

  static Expr add(Expr a, Expr b) {
    if (rank(a) > rank(b)) {
      return add(b, a);
    }
    if (a.is(0)) {
      return b;
    }
    if (a == b) {
      return multiply(Expr.of(2), a);
    }
    if (b instanceof Apply n && n.operation() == Operation.NEGATE) {
      return subtract(a, n.operand(0));
    }
    if (a instanceof Apply n && n.operation() == Operation.NEGATE) {
      return subtract(b, n.operand(0));
    }
    if (gathers(Operation.ADD, a, b)) {
      return add(add(a, first(b)), second(b));
    }
    // A sum of lower rank than b stays whole: that is what gathering made of it.
    if (rank(a) == rank(b) && floats(Operation.ADD, a)) {
      return add(first(a), add(second(a), b));
    }
    if (floats(Operation.ADD, b)) {
      return add(first(b), add(a, second(b)));
    }
    return build(Operation.ADD, a, b);
  }

  static Expr subtract(Expr a, Expr b) {
    if (b.is(0)) {
      return a;
    }
    if (a == b) {
      return Expr.of(0);
    }
    if (a.is(0)) {
      return negate(b);
    }
    if (b instanceof Constant c) {
      return add(Expr.of(-c.value()), a);
    }
    if (b instanceof Apply n && n.operation() == Operation.NEGATE) {
      return add(a, n.operand(0));
    }
    if (rank(a) >= rank(b) && floats(Operation.ADD, a)) {
      return add(first(a), subtract(second(a), b));
    }
    if (rank(a) <= rank(b) && floats(Operation.ADD, b)) {
      return add(negate(first(b)), subtract(a, second(b)));
    }
    return build(Operation.SUBTRACT, a, b);
  }

  static Expr multiply(Expr a, Expr b) {
    if (rank(a) > rank(b)) {
      return multiply(b, a);
    }
    if (a.is(0)) {
      return a;
    }
    if (a.is(1)) {
      return b;
    }
    if (a.is(-1)) {
      return negate(b);
    }
    // A sign is kept in the factor of lower rank, where it costs nothing.
    if (a instanceof Apply n && n.operation() == Operation.NEGATE && rank(a) == rank(b)) {
      return negate(multiply(n.operand(0), b));
    }
    if (b instanceof Apply n && n.operation() == Operation.NEGATE) {
      return rank(a) < rank(b)
          ? multiply(negate(a), n.operand(0))
          : negate(multiply(a, n.operand(0)));
    }
    if (gathers(Operation.MULTIPLY, a, b)) {
      return multiply(multiply(a, first(b)), second(b));
    }
    // A product of lower rank than b stays whole: that is what gathering made of it.
    if (rank(a) == rank(b) && floats(Operation.MULTIPLY, a)) {
      return multiply(first(a), multiply(second(a), b));
    }
    if (floats(Operation.MULTIPLY, b)) {
      return multiply(first(b), multiply(a, second(b)));
    }
    return build(Operation.MULTIPLY, a, b);
  }

  static Expr divide(Expr a, Expr b) {
    if (a.is(0) || b.is(1)) {
      return a;
    }
    if (a == b) {
      return Expr.of(1);
    }
    if (a instanceof Apply n && n.operation() == Operation.NEGATE) {
      return negate(divide(n.operand(0), b));
    }
    if (a.is(1) && b instanceof Apply n && n.operation() == Operation.DIVIDE) {
      return divide(second(b), first(b));
    }
    if (a.varies() && !b.varies()) {
      return multiply(divide(Expr.of(1), b), a);
    }
    if (rank(a) >= rank(b) && floats(Operation.MULTIPLY, a)) {
      return multiply(first(a), divide(second(a), b));
    }
    return build(Operation.DIVIDE, a, b);
  }

  static Expr negate(Expr a) {
    if (a instanceof Constant c) {
      return Expr.of(-c.value());
    }
    if (a instanceof Apply n) {
      switch (n.operation()) {
        case NEGATE:
          return n.operand(0);
        case SUBTRACT:
          return subtract(n.operand(1), n.operand(0));
        case MULTIPLY:
          if (rank(n.operand(0)) < rank(n.operand(1))) {
            return multiply(negate(n.operand(0)), n.operand(1));
          }
          break;
        default:
          break;
      }
    }
    return build(Operation.NEGATE, a);
  }

  static Expr pow(Expr a, Expr b) {
    double n = b.constantOrNaN();
    if (n == 0) {
      return Expr.of(1);
    }
    if (n == 0.5) {
      return build(Operation.SQRT, a);
    }
    // Up to the fourth power products are exact enough (2 roundings) and far cheaper.
    if (n == 1 || n == 2 || n == 3 || n == 4) {
      Expr square = n > 1 ? a.times(a) : a;
      return n == 3 ? square.times(a) : n == 4 ? square.times(square) : square;
    }
    if (n == -1 || n == -2) {
      return divide(Expr.of(1), pow(a, Expr.of(-n)));
    }
    return build(Operation.POW, a, b);
  }

  static Expr select(Expr condition, Expr yes, Expr no) {
    if (yes == no) {
      return yes;
    }
    if (condition instanceof Constant c) {
      return c.value() == 0 ? no : yes;
    }
    return build(Operation.SELECT, condition, yes, no);
  }

  /**
   * The node; folded if all operands are constant, ahead as a whole if all that varies in it lies
   * ahead.
   */
  static Expr build(Operation operation, Expr... operands) {
    boolean constant = true;
    boolean ahead = false;
    boolean here = false;
    for (Expr operand : operands) {
      constant &= operand instanceof Constant;
      boolean isAhead = operand instanceof Apply a && a.operation() == Operation.AHEAD;
      ahead |= isAhead;
      here |= operand.varies() && !isAhead;
    }
    if (constant) {
      return fold(operation, operands);
    }
    if (ahead && !here) {
      Expr[] inner = new Expr[operands.length];
      for (int i = 0; i < inner.length; i++) {
        inner[i] = operands[i].varies() ? ((Apply) operands[i]).operand(0) : operands[i];
      }
      return Formulas.ahead(simplified(operation, inner));
    }
    return Apply.of(operation, operands);
  }

  /** The operation in its simplest form, as if written. */
  static Expr simplified(Operation operation, Expr[] operands) {
    return switch (operation) {
      case ADD -> add(operands[0], operands[1]);
      case SUBTRACT -> subtract(operands[0], operands[1]);
      case MULTIPLY -> multiply(operands[0], operands[1]);
      case DIVIDE -> divide(operands[0], operands[1]);
      case NEGATE -> negate(operands[0]);
      case POW -> pow(operands[0], operands[1]);
      case MIN -> Formulas.min(operands[0], operands[1]);
      case MAX -> Formulas.max(operands[0], operands[1]);
      case LESS -> Formulas.less(operands[0], operands[1]);
      case LESS_OR_EQUAL -> Formulas.lessOrEqual(operands[0], operands[1]);
      case SELECT -> select(operands[0], operands[1], operands[2]);
      default -> build(operation, operands);
    };
  }

  private static Expr fold(Operation operation, Expr[] constants) {
    Long[] words = new Long[3];
    for (int i = 0; i < constants.length; i++) {
      words[i] = Scalar.of(((Constant) constants[i]).value());
    }
    return Expr.of(Scalar.value(operation.lower(Scalar.INSTANCE, words[0], words[1], words[2])));
  }

  /** 0 for a constant, 1 for what does not vary, 2 for what does. */
  private static int rank(Expr a) {
    return a instanceof Constant ? 0 : a.varies() ? 2 : 1;
  }

  /** Whether b = c op d with c, like a, of a lower rank than b. */
  private static boolean gathers(Operation operation, Expr a, Expr b) {
    return rank(a) < rank(b) && floats(operation, b);
  }

  /** Whether a = c op d with c of a lower rank than a. */
  private static boolean floats(Operation operation, Expr a) {
    return a instanceof Apply n && n.operation() == operation && rank(n.operand(0)) < rank(n);
  }

  private static Expr first(Expr a) {
    return ((Apply) a).operand(0);
  }

  private static Expr second(Expr a) {
    return ((Apply) a).operand(1);
  }
}

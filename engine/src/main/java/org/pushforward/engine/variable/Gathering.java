package org.pushforward.engine.variable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.engine.expr.Apply;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Operation;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Syntax;
import org.pushforward.engine.expr.Text;

/** A formula that names variables more than once: a sum of images, each of one variable. */
final class Gathering {
  private final Syntax where;
  private final Bases bases;
  private final Images images;
  private final Text text;

  /** Of the symbols that stand alone. */
  private final Map<Parameter, Expr> coefficients = new LinkedHashMap<>();

  /** The other terms, by the symbols in them. */
  private final Map<List<Parameter>, Expr> terms = new LinkedHashMap<>();

  private Gathering(Syntax where, Bases bases, Images images, Text text) {
    this.where = where;
    this.bases = bases;
    this.images = images;
    this.text = text;
  }

  static RandomVariable of(Syntax where, Expr formula, Bases bases, Images images, Text text) {
    Expr whole =
        bases
            .overIndependent(List.of(formula))
            .orElseThrow(
                () ->
                    text.problem(
                        where,
                        "both sides are made of the same variable, one through a mixture or a"
                            + " truncation, or of one vector",
                        "the density of such a formula is not derived; use each variable once"))
            .get(0);
    Gathering gathering = new Gathering(where, bases, images, text);
    gathering.add(whole, Expr.of(1));
    return gathering.sum();
  }

  private RandomVariable sum() {
    RandomVariable sum = null;
    for (Map.Entry<Parameter, Expr> linear : coefficients.entrySet()) {
      Parameter x = linear.getKey();
      Expr coefficient = linear.getValue();
      if (terms.containsKey(List.of(x))) {
        terms.merge(List.of(x), coefficient.times(x), Expr::plus);
      } else if (!coefficient.is(0)) {
        sum = plus(sum, Images.affine(Expr.of(0), coefficient, bases.variable(x)));
      }
    }
    Expr shift = Expr.of(0);
    for (Map.Entry<List<Parameter>, Expr> term : terms.entrySet()) {
      List<Parameter> symbols = term.getKey();
      if (symbols.size() > 1) {
        throw text.problem(
            where,
            "a term here is a formula of more than one variable, whose density is not derived",
            "write a sum of formulas of one variable each, or name a part and write a formula of"
                + " that: z ~ X + Y");
      }
      if (symbols.isEmpty()) {
        shift = term.getValue();
      } else {
        Parameter x = symbols.get(0);
        sum = plus(sum, images.of(where, term.getValue(), x, bases.variable(x)));
      }
    }
    if (sum == null) {
      throw text.problem(where, "nothing random is left of this difference", "");
    }
    return Images.affine(shift, Expr.of(1), sum);
  }

  private RandomVariable plus(RandomVariable sum, RandomVariable term) {
    return sum == null ? term : new Sum(sum, term);
  }

  /** Adds the terms of {@code factor e}: multiples of symbols, and others under those in them. */
  private void add(Expr e, Expr factor) {
    if (e instanceof Apply a) {
      List<Expr> operands = a.operands();
      switch (a.operation()) {
        case ADD, SUBTRACT -> {
          boolean isSum = a.operation() == Operation.ADD;
          add(operands.get(0), factor);
          add(operands.get(1), isSum ? factor : factor.negate());
          return;
        }
        case NEGATE -> {
          add(operands.get(0), factor.negate());
          return;
        }
        case MULTIPLY -> {
          for (int i = 0; i < 2; i++) {
            if (bases.in(operands.get(i)).isEmpty()) {
              add(operands.get(1 - i), factor.times(operands.get(i)));
              return;
            }
          }
        }
        case DIVIDE -> {
          if (bases.in(operands.get(1)).isEmpty()) {
            add(operands.get(0), factor.over(operands.get(1)));
            return;
          }
        }
        default -> {}
      }
    }
    List<Parameter> symbols = bases.in(e);
    if (symbols.equals(List.of(e))) {
      coefficients.merge(symbols.get(0), factor, Expr::plus);
    } else {
      terms.merge(symbols, factor.times(e), Expr::plus);
    }
  }
}

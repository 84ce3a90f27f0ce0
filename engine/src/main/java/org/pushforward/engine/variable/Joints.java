package org.pushforward.engine.variable;

import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.min;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.pushforward.engine.bijector.Formula;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.expr.Expr;

/** Points of the line between which a continuous variable's density is smooth and of one piece. */
final class Joints {
  private Joints() {}

  /** The ends of the support, the middle, and where the density or a derivative jumps. */
  static List<Expr> of(RandomVariable v) {
    Set<Expr> joints = new LinkedHashSet<>(inner(v));
    Expr middle = middle(v);
    joints.add(middle);
    for (Expr end : List.of(v.support().low(), v.support().high())) {
      joints.add(select(Support.isInfinite(end), middle, end));
    }
    joints.removeIf(at -> Double.isInfinite(at.constantOrNaN()));
    return List.copyOf(joints);
  }

  /** A point where much of the variable is. */
  static Expr middle(RandomVariable v) {
    if (v instanceof Draw draw) {
      return draw.law().middle();
    }
    if (v instanceof Pushed pushed) {
      return pushed.map().forward(middle(pushed.variable())).value();
    }
    if (v instanceof Branched branched) {
      return branched.image(middle(branched.variable()));
    }
    if (v instanceof Truncated t) {
      return max(t.low(), min(middle(t.variable()), t.high()));
    }
    if (v instanceof Sum sum) {
      return middle(sum.first()).plus(middle(sum.second()));
    }
    return middle(((Mixture) v).components().get(0).variable());
  }

  private static List<Expr> inner(RandomVariable v) {
    List<Expr> joints = new ArrayList<>();
    if (v instanceof Draw draw) {
      joints.addAll(draw.law().joints());
    } else if (v instanceof Pushed pushed) {
      inner(pushed.variable()).forEach(x -> joints.add(pushed.map().forward(x).value()));
    } else if (v instanceof Branched branched) {
      of(branched.variable()).forEach(x -> joints.add(branched.image(x)));
      for (Formula branch : branched.branches()) {
        joints.add(Expr.of(branch.range().low()));
        joints.add(Expr.of(branch.range().high()));
      }
    } else if (v instanceof Truncated t) {
      inner(t.variable()).forEach(x -> joints.add(max(t.low(), min(x, t.high()))));
    } else if (v instanceof Mixture mixture) {
      mixture.components().forEach(c -> joints.addAll(of(c.variable())));
    }
    return joints;
  }
}

package org.pushforward.engine.moment;

import java.util.List;
import java.util.function.Supplier;
import org.pushforward.engine.expr.Expr;

/**
 * What is averaged over a variable or vector: a formula of its components and log density there.
 */
public interface Integrand {
  Expr at(List<Expr> values, Supplier<Expr> logDensity);
}

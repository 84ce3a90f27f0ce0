package org.pushforward.engine.moment;

import java.util.function.Supplier;
import org.pushforward.engine.expr.Expr;

/** What is averaged over a variable: a formula of its value and of its log density there. */
public interface Integrand {
  Expr at(Expr value, Supplier<Expr> logDensity);
}

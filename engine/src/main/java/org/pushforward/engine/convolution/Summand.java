package org.pushforward.engine.convolution;

import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Formulas;
import org.pushforward.engine.expr.Table;

/**
 * One of the two variables of a {@link TabulatedSum}.
 *
 * @param probability of an interval, from its ends
 */
public record Summand(
    BinaryOperator<Expr> probability, UnaryOperator<Expr> density, Support support) {

  /** Masses of the bins of {@link Table#EDGE} for the variable in a frame. */
  Expr masses(Frame frame) {
    Expr edge = frame.point(Table.EDGE);
    return probability.apply(edge, Formulas.ahead(edge));
  }

  /** Densities at the centres of those bins times their width h. */
  Expr samples(double h) {
    Expr centre = Table.EDGE.plus(Formulas.ahead(Table.EDGE)).times(0.5);
    return density.apply(centre).times(h);
  }
}

package org.pushforward.engine.expr;

import java.util.ArrayList;
import java.util.List;

/**
 * The distribution function of a sum of two independent variables, tabulated as a piecewise quintic
 * once per parameter point: a sum over terms of signal masses convolved with kernel masses on fixed
 * grids.
 *
 * @param grids cells of the signal, the kernel and the table
 * @param terms by the product rule one for the sum itself, two for a derivative
 */
public record Table(Grids grids, List<Term> terms) {

  /** The edges that masses are expressions of: the mass of a bin is m(EDGE) ahead less m(EDGE). */
  public static final Column EDGE = Column.edges("edge");

  /** Masses of the signal's and of the kernel's cells, or their derivatives. */
  public record Term(Expr signal, Expr kernel) {}

  public Table {
    terms = List.copyOf(terms);
  }

  /** The table of the derivative; without terms where it is zero. */
  Table derivative(Parameter parameter) {
    List<Term> derivatives = new ArrayList<>();
    for (Term term : terms) {
      Expr signal = Derivative.of(term.signal, parameter);
      Expr kernel = Derivative.of(term.kernel, parameter);
      if (!signal.is(0)) {
        derivatives.add(new Term(signal, term.kernel));
      }
      if (!kernel.is(0)) {
        derivatives.add(new Term(term.signal, kernel));
      }
    }
    return new Table(grids, derivatives);
  }
}

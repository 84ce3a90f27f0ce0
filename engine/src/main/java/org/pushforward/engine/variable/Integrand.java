package org.pushforward.engine.variable;

import java.util.List;
import java.util.Map;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;

/**
 * A formula f(x; theta) of what a model draws and of its parameters, over symbols.
 *
 * <p>What stands in {@code stop(..)} is the same formula over symbols of its own, the stopped ones:
 * no derivative by x or theta sees them, and in the end they have the same values.
 *
 * @param values the symbols of x, in the order of the model's observables
 * @param stopped of each stopped symbol the one that it has the value of: one of {@code values}, or
 *     a parameter
 * @param densities log densities of the model's own parts at their own draws
 */
public record Integrand(
    Expr formula,
    List<Parameter> values,
    Map<Parameter, Parameter> stopped,
    List<OwnDensity> densities) {

  /**
   * The symbols of log p(x; theta), p the density of a part of the model and x its draw.
   *
   * @param part which of the model's
   * @param live as it is written
   * @param atStopped with x stopped and theta not
   * @param stopped with both stopped
   */
  public record OwnDensity(int part, Parameter live, Parameter atStopped, Parameter stopped) {}

  /** The observables' names. */
  public List<String> names() {
    return values.stream().map(v -> v.name().substring(1)).toList();
  }

  public Integrand {
    values = List.copyOf(values);
    stopped = Map.copyOf(stopped);
    densities = List.copyOf(densities);
  }
}

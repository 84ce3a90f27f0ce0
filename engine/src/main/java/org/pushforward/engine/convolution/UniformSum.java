package org.pushforward.engine.convolution;

import static org.pushforward.engine.expr.Formulas.select;

import java.util.List;
import java.util.stream.Stream;
import org.pushforward.engine.distribution.Distribution;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.distribution.Uniform;
import org.pushforward.engine.distribution.Windowed;
import org.pushforward.engine.distribution.Windowed.Window;
import org.pushforward.engine.expr.Expr;

/**
 * The sum of a uniform variable on [a, b] and location + scale Z, where the law of Z knows the
 * integral of its distribution function F: with u = (x - a - location) / scale, v = (x - b -
 * location) / scale and w = (b - a) / scale
 *
 * <pre>
 *   p(x) = (F(u) - F(v)) / (b - a)
 *   P(X <= x) = integral_v^u F / w,   P(X > x) = integral_v^u (1 - F) / w
 * </pre>
 */
public record UniformSum(Uniform uniform, Windowed law) implements Distribution {

  @Override
  public Expr logShape(Expr x) {
    return law.logMass(window(x));
  }

  @Override
  public Expr logMass() {
    return uniform.logMass();
  }

  @Override
  public Expr cdf(Expr x) {
    Expr folded = folded(x);
    return select(isAbove(x), folded.plus(1), folded);
  }

  @Override
  public Expr survival(Expr x) {
    Expr folded = folded(x);
    return select(isAbove(x), folded.negate(), Expr.of(1).minus(folded));
  }

  @Override
  public Expr folded(Expr x) {
    Window window = window(x);
    Expr below = law.cdfIntegral(window);
    Expr above = law.isMirrored() ? below : law.survivalIntegral(window);
    return select(isAbove(x), above.negate(), below).over(window.w());
  }

  @Override
  public Expr middle() {
    return uniform.middle().plus(law.middle());
  }

  /** The ends of the uniform law move those of the other, and its joints. */
  @Override
  public List<Expr> joints() {
    Support own = support();
    return Stream.concat(
            law.joints().stream(), Stream.of(law.support().low(), law.support().high()))
        .filter(at -> !Double.isInfinite(at.constantOrNaN()))
        .flatMap(at -> Stream.of(uniform.low().plus(at), uniform.high().plus(at)))
        .filter(at -> at != own.low() && at != own.high())
        .toList();
  }

  @Override
  public Support support() {
    return uniform.support().plus(law.support());
  }

  private Window window(Expr x) {
    Window window =
        new Window(
            x.minus(uniform.low().plus(law.location())),
            x.minus(uniform.high().plus(law.location())),
            uniform.high().minus(uniform.low()));
    return window.mirroredIf(law.isMirrored() ? isAbove(x) : Expr.of(0)).over(law.scale());
  }
}

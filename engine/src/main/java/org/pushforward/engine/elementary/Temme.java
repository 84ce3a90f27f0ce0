package org.pushforward.engine.elementary;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What the uniform expansions of the incomplete gamma and beta functions share: with a large N and
 * y^2 = N eta^2 / 2, they are sqrt(pi N / 2) G erfcx(y) +- sum of c_n eta^n, where c_(n-1) = f_n +
 * (n + 1) c_(n+1) / N and G = 1 + c_1 / N.
 */
final class Temme {

  private static final double ROOT_HALF_PI = 1.2533141373155003;

  private Temme() {}

  /** c_0, c_1, ... of f_0, f_1, ... and 1 / N. */
  static <V> List<V> coefficients(Primitives<V> p, List<V> f, V inverse) {
    List<V> c = new ArrayList<>();
    for (int n = f.size() - 1; n > 0; n--) {
      V later = c.size() < 2 ? null : p.mul(inverse, p.constant(n + 1));
      c.add(later == null ? f.get(n) : p.fma(later, c.get(c.size() - 2), f.get(n)));
    }
    Collections.reverse(c);
    return c;
  }

  /** sqrt(pi N / 2) G erfcx(y), y finite. */
  static <V> V value(Primitives<V> p, List<V> c, V large, V y) {
    V root = p.mul(p.sqrt(large), p.constant(ROOT_HALF_PI));
    V g = p.add(p.div(c.get(1), large), p.constant(1));
    return p.mul(p.mul(root, g), ErrorFunction.rightErfcx(p, y));
  }
}

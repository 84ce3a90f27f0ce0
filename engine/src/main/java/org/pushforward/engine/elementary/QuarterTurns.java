package org.pushforward.engine.elementary;

import java.util.ArrayList;
import java.util.List;

/**
 * x >= 0 as n quarter turns and an angle: x = n pi/2 + head + tail, n nearest, so |head| <= 0.786.
 *
 * @param turns the low two bits of this word hold n modulo 4
 */
record QuarterTurns<V>(V turns, V head, V tail) {

  /** pi / 2 in three doubles. */
  private static final double[] HALF_PI = {
    0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54, -0x1.f1976b7ed8fbcp-110
  };

  /** The fraction bits of 2 / pi, 48 a word. */
  private static final long[] TWO_OVER_PI = {
    0xa2f9836e4e44L, 0x1529fc2757d1L, 0xf534ddc0db62L, 0x95993c439041L, 0xfe5163abdebbL,
    0xc561b7246e3aL, 0x424dd2e00649L, 0x2eea09d1921cL, 0xfe1deb1cb129L, 0xa73ee88235f5L,
    0x2ebb4484e99cL, 0x7026b45f7e41L, 0x3991d6398353L, 0x39f49c845f8bL, 0xbdf9283b1ff8L,
    0x97ffde05980fL, 0xef2f118b5a0aL, 0x6d1f6d367ecfL, 0x27cb09b74f46L, 0x3f669e5fea2dL,
    0x7527bac7ebe5L, 0xf17b3d0739f7L, 0x8a5292ea6bfbL, 0x5fb11f8d5d08L, 0x56033046fc7bL
  };

  private static final int WORD = 48;

  /**
   * Words that a product is made of: the fifth is below 2^-90 turns, and no double is nearer than
   * 2^-62.
   */
  private static final int WINDOW = 5;

  private static final double ROUND = 0x1.8p52;
  private static final double ROUND_TO_FOUR = 0x1.8p54;

  /** Rounds what is below 2^5 to multiples of 2^-46. */
  private static final double GRID = 0x1.8p6;

  /**
   * Infinities and NaN give NaN. Large arguments, whose reduction takes 140 operations, are rare.
   */
  static <V> QuarterTurns<V> of(Primitives<V> p, V x) {
    List<V> turns =
        Rare.replaced(
            p, x, near(p, x).words(), t -> p.le(p.constant(0x1p28), t), t -> far(p, t).words());
    return new QuarterTurns<>(turns.get(0), turns.get(1), turns.get(2));
  }

  private List<V> words() {
    return List.of(turns, head, tail);
  }

  /**
   * For x < 2^28: x - n P1 - n P2 - n P3 (Cody and Waite). The first difference is exact, of the
   * second the rounding error is kept.
   */
  private static <V> QuarterTurns<V> near(Primitives<V> p, V x) {
    V turns = p.fma(x, p.constant(0.6366197723675814), p.constant(ROUND));
    V minusN = p.sub(p.constant(ROUND), turns);
    V first = p.fma(minusN, p.constant(HALF_PI[0]), x);
    V product = p.mul(minusN, p.constant(HALF_PI[1]));
    V productTail = p.fma(minusN, p.constant(HALF_PI[1]), p.neg(product));
    V head = p.add(first, product);
    V lost = p.add(p.sub(first, head), product);
    V tail = p.fma(minusN, p.constant(HALF_PI[2]), p.add(lost, productTail));
    return new QuarterTurns<>(turns, head, tail);
  }

  /**
   * For x >= 2^28: x 2/pi modulo 4 (Payne and Hanek).
   *
   * <p>Words of 2/pi whose product with x is a multiple of 4 turns are left out: x is divided by
   * 2^(48 i) until it is below 2^54, and the words move down by i, in steps of 16, 8, 4, 2 and 1.
   * The products with the next five words are exact pairs; what of them is a multiple of 2^-46 is
   * added exactly and cut to the nearest turn, what is below is added with its rounding errors.
   */
  private static <V> QuarterTurns<V> far(Primitives<V> p, V x) {
    List<V> words = new ArrayList<>();
    // Before the first word, so that a 2^48, a below, is at least 2^54 and the products coarse.
    words.add(p.constant(0));
    for (long word : TWO_OVER_PI) {
      words.add(p.constant(word * 0x1p-48));
    }
    V a = x;
    for (int step = 16; step > 0; step /= 2) {
      V beyond = p.le(p.constant(Math.scalb(1.0, WORD * step + 6)), a);
      a = p.select(beyond, p.mul(a, p.constant(Math.scalb(1.0, -WORD * step))), a);
      for (int i = 0; i < step + WINDOW - 1 && i + step < words.size(); i++) {
        words.set(i, p.select(beyond, words.get(i + step), words.get(i)));
      }
      words.subList(step + WINDOW - 1, words.size()).clear();
    }
    List<Pair<V>> products = new ArrayList<>();
    for (int i = 0; i < WINDOW; i++) {
      V scaled = p.mul(a, p.constant(Math.scalb(1.0, WORD * (1 - i))));
      V product = p.mul(scaled, words.get(i));
      products.add(new Pair<>(product, p.fma(scaled, words.get(i), p.neg(product))));
    }
    Pair<V> first = products.get(0);
    // From 2^55 on a double is a multiple of 4.
    V start =
        p.select(
            p.lt(first.head(), p.constant(0x1p55)), moduloFour(p, first.head()), p.constant(0));
    V whole = p.add(start, moduloFour(p, first.tail()));
    List<V> rests = new ArrayList<>();
    for (V term :
        List.of(
            moduloFour(p, products.get(1).head()),
            products.get(1).tail(),
            moduloFour(p, products.get(2).head()),
            products.get(3).head())) {
      V part = p.sub(p.add(term, p.constant(GRID)), p.constant(GRID));
      whole = p.add(whole, part);
      rests.add(p.sub(term, part));
    }
    V turns = p.add(whole, p.constant(ROUND));
    V fraction = p.sub(whole, p.sub(turns, p.constant(ROUND)));
    // The first two rests are multiples of 2^-94 below 2^-46.
    Pair<V> sum = new Pair<>(p.add(rests.get(0), rests.get(1)), p.constant(0));
    V least = p.add(products.get(3).tail(), products.get(4).head());
    for (V term : List.of(rests.get(2), rests.get(3), products.get(2).tail(), fraction)) {
      sum = sum(p, sum.head(), term);
      least = p.add(least, sum.tail());
    }
    V quarter = p.constant(HALF_PI[0]);
    V head = p.mul(sum.head(), quarter);
    V lost = p.fma(sum.head(), quarter, p.neg(head));
    V tail = p.fma(least, quarter, p.fma(sum.head(), p.constant(HALF_PI[1]), lost));
    return new QuarterTurns<>(turns, head, tail);
  }

  private static <V> V moduloFour(Primitives<V> p, V x) {
    V shift = p.constant(ROUND_TO_FOUR);
    return p.sub(x, p.sub(p.add(x, shift), shift));
  }

  /** a + b and its rounding error. */
  private static <V> Pair<V> sum(Primitives<V> p, V a, V b) {
    V sum = p.add(a, b);
    V second = p.sub(sum, a);
    return new Pair<>(sum, p.add(p.sub(a, p.sub(sum, second)), p.sub(b, second)));
  }
}

package org.pushforward.engine.elementary;

import java.util.ArrayList;
import java.util.List;

/**
 * Arithmetic that carries a derivative along: a program of +, -, *, /, fma and select run on these
 * words computes its value and its derivative in one direction. What works on bits, as exp and log
 * do, has no derivative this way.
 *
 * <p>The absolute value is that of the larger of value and slope, and has no slope itself: it is
 * for the conditions of loops, which end when both have converged.
 */
record Tangent<V>(Primitives<V> p) implements Primitives<Tangent.Word<V>> {

  /** A value and its slope; a constant's is null. */
  record Word<V>(V value, V slope) {}

  /** A variable by which is differentiated. */
  Word<V> variable(V value) {
    return new Word<>(value, p.constant(1));
  }

  Word<V> fixed(V value) {
    return new Word<>(value, null);
  }

  /** A word's slope, 0 of a constant. */
  V slope(Word<V> word) {
    return word.slope == null ? p.constant(0) : word.slope;
  }

  @Override
  public Word<V> word(long bits) {
    return fixed(p.word(bits));
  }

  @Override
  public Word<V> apply(Primitive operation, Word<V> a, Word<V> b, Word<V> c) {
    if (operation == Primitive.ABS) {
      V size = p.abs(a.value);
      return fixed(a.slope == null ? size : p.max(size, p.abs(a.slope)));
    }
    V value = p.apply(operation, a.value, valueOf(b), valueOf(c));
    return new Word<>(value, slope(operation, a, b, c, value));
  }

  private V slope(Primitive operation, Word<V> a, Word<V> b, Word<V> c, V value) {
    return switch (operation) {
      case ADD -> sum(a.slope, b.slope);
      case SUB -> sum(a.slope, negative(b.slope));
      case NEG -> negative(a.slope);
      case MUL -> product(a.slope, b.value, product(a.value, b.slope, null));
      case FMA -> product(a.slope, b.value, product(a.value, b.slope, c.slope));
      case DIV -> {
        V numerator = product(negative(value), b.slope, a.slope);
        yield numerator == null ? null : p.div(numerator, b.value);
      }
      case SELECT ->
          b.slope == null && c.slope == null ? null : p.select(a.value, slope(b), slope(c));
      case LT, LE, EQ, AND, OR, NOT -> null;
      default -> throw new IllegalArgumentException(operation + " has no derivative here");
    };
  }

  @Override
  public List<Word<V>> loop(int most, List<Word<V>> start, Step<Word<V>> step) {
    List<V> flat = p.loop(most, flat(start), new Flat(step));
    return paired(flat);
  }

  /** A step on all values, then all slopes. */
  private final class Flat implements Step<V> {
    private final Step<Word<V>> step;

    Flat(Step<Word<V>> step) {
      this.step = step;
    }

    @Override
    public V wanted(List<V> state) {
      return step.wanted(paired(state)).value;
    }

    @Override
    public List<V> next(List<V> state) {
      return flat(step.next(paired(state)));
    }
  }

  private List<V> flat(List<Word<V>> words) {
    List<V> flat = new ArrayList<>();
    words.forEach(word -> flat.add(word.value));
    words.forEach(word -> flat.add(slope(word)));
    return flat;
  }

  private List<Word<V>> paired(List<V> flat) {
    int half = flat.size() / 2;
    List<Word<V>> words = new ArrayList<>();
    for (int i = 0; i < half; i++) {
      words.add(new Word<>(flat.get(i), flat.get(half + i)));
    }
    return words;
  }

  /** a b + c, of which what is null is 0. */
  private V product(V a, V b, V c) {
    if (a == null || b == null) {
      return c;
    }
    return c == null ? p.mul(a, b) : p.fma(a, b, c);
  }

  private V sum(V a, V b) {
    return a == null ? b : b == null ? a : p.add(a, b);
  }

  private V negative(V a) {
    return a == null ? null : p.neg(a);
  }

  private static <V> V valueOf(Word<V> word) {
    return word == null ? null : word.value;
  }
}

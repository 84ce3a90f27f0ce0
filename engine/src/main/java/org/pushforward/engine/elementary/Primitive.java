package org.pushforward.engine.elementary;

/**
 * The operations a backend must provide, each exact or correctly rounded (IEEE 754), so that a CPU
 * and a GPU give the same bits.
 *
 * <p>A value is a 64-bit word. It is read as a double, a long or a truth value (0 or 1) as the
 * operation's types say; passing a double where a long is wanted reinterprets its bits.
 */
public enum Primitive {
  ADD(Type.DOUBLE, Type.DOUBLE, Type.DOUBLE) {
    @Override
    public long apply(long a, long b, long c) {
      return bits(value(a) + value(b));
    }
  },
  SUB(Type.DOUBLE, Type.DOUBLE, Type.DOUBLE) {
    @Override
    public long apply(long a, long b, long c) {
      return bits(value(a) - value(b));
    }
  },
  MUL(Type.DOUBLE, Type.DOUBLE, Type.DOUBLE) {
    @Override
    public long apply(long a, long b, long c) {
      return bits(value(a) * value(b));
    }
  },
  DIV(Type.DOUBLE, Type.DOUBLE, Type.DOUBLE) {
    @Override
    public long apply(long a, long b, long c) {
      return bits(value(a) / value(b));
    }
  },
  /** a b + c with one rounding. */
  FMA(Type.DOUBLE, Type.DOUBLE, Type.DOUBLE, Type.DOUBLE) {
    @Override
    public long apply(long a, long b, long c) {
      return bits(Math.fma(value(a), value(b), value(c)));
    }
  },
  SQRT(Type.DOUBLE, Type.DOUBLE) {
    @Override
    public long apply(long a, long b, long c) {
      return bits(Math.sqrt(value(a)));
    }
  },
  ABS(Type.DOUBLE, Type.DOUBLE) {
    @Override
    public long apply(long a, long b, long c) {
      return a & Long.MAX_VALUE;
    }
  },
  /** Flips the sign, of zeros too. */
  NEG(Type.DOUBLE, Type.DOUBLE) {
    @Override
    public long apply(long a, long b, long c) {
      return a ^ Long.MIN_VALUE;
    }
  },

  /** a < b, false for NaN. */
  LT(Type.MASK, Type.DOUBLE, Type.DOUBLE) {
    @Override
    public long apply(long a, long b, long c) {
      return truth(value(a) < value(b));
    }
  },
  /** a <= b, false for NaN. */
  LE(Type.MASK, Type.DOUBLE, Type.DOUBLE) {
    @Override
    public long apply(long a, long b, long c) {
      return truth(value(a) <= value(b));
    }
  },
  /** a == b, false for NaN. */
  EQ(Type.MASK, Type.DOUBLE, Type.DOUBLE) {
    @Override
    public long apply(long a, long b, long c) {
      return truth(value(a) == value(b));
    }
  },
  AND(Type.MASK, Type.MASK, Type.MASK) {
    @Override
    public long apply(long a, long b, long c) {
      return a & b;
    }
  },
  OR(Type.MASK, Type.MASK, Type.MASK) {
    @Override
    public long apply(long a, long b, long c) {
      return a | b;
    }
  },
  NOT(Type.MASK, Type.MASK) {
    @Override
    public long apply(long a, long b, long c) {
      return a ^ 1;
    }
  },
  /** b where a holds, else c. */
  SELECT(Type.DOUBLE, Type.MASK, Type.DOUBLE, Type.DOUBLE) {
    @Override
    public long apply(long a, long b, long c) {
      return a != 0 ? b : c;
    }
  },

  LONG_ADD(Type.LONG, Type.LONG, Type.LONG) {
    @Override
    public long apply(long a, long b, long c) {
      return a + b;
    }
  },
  LONG_SUB(Type.LONG, Type.LONG, Type.LONG) {
    @Override
    public long apply(long a, long b, long c) {
      return a - b;
    }
  },
  /** The low 64 bits of the product. */
  LONG_MUL(Type.LONG, Type.LONG, Type.LONG) {
    @Override
    public long apply(long a, long b, long c) {
      return a * b;
    }
  },
  LONG_AND(Type.LONG, Type.LONG, Type.LONG) {
    @Override
    public long apply(long a, long b, long c) {
      return a & b;
    }
  },
  LONG_OR(Type.LONG, Type.LONG, Type.LONG) {
    @Override
    public long apply(long a, long b, long c) {
      return a | b;
    }
  },
  LONG_XOR(Type.LONG, Type.LONG, Type.LONG) {
    @Override
    public long apply(long a, long b, long c) {
      return a ^ b;
    }
  },
  /** a shifted left by b, a constant in [0, 63]. */
  LONG_SHL(Type.LONG, Type.LONG, Type.LONG) {
    @Override
    public long apply(long a, long b, long c) {
      return a << b;
    }
  },
  /** a shifted right by b, a constant in [0, 63], zeros coming in. */
  LONG_SHR(Type.LONG, Type.LONG, Type.LONG) {
    @Override
    public long apply(long a, long b, long c) {
      return a >>> b;
    }
  };

  /** How an operation reads or gives a 64-bit word. */
  public enum Type {
    DOUBLE,
    LONG,
    MASK
  }

  private final Type result;
  private final Type[] operands;

  Primitive(Type result, Type... operands) {
    this.result = result;
    this.operands = operands;
  }

  /** The operation on words; operands beyond its arity are ignored. */
  public abstract long apply(long a, long b, long c);

  public int arity() {
    return operands.length;
  }

  public Type result() {
    return result;
  }

  public Type operand(int index) {
    return operands[index];
  }

  private static double value(long bits) {
    return Double.longBitsToDouble(bits);
  }

  private static long bits(double value) {
    return Double.doubleToRawLongBits(value);
  }

  private static long truth(boolean holds) {
    return holds ? 1 : 0;
  }
}

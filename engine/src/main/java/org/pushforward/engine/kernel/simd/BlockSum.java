package org.pushforward.engine.kernel.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.pushforward.engine.number.PartialSum;
import org.pushforward.engine.number.SumSlots;

/**
 * Adds columns to order-independent sums, a block at a time (the algebra is {@link SumSlots}'s).
 */
final class BlockSum {
  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;

  /** Doubles of a vector, a power of two. */
  static final int LANES = S.length();

  private BlockSum() {}

  /**
   * Adds x[from .. from + rows). The slot is guessed, and checked in the pass that splits by it:
   * only a block whose largest value lies in another slot is read twice.
   *
   * @param x its elements from {@code from + rows} up to the next whole vector are set to zero
   * @param guess a slot, such as that of the last block
   * @return the slot of this block, the next one's guess
   */
  static int add(PartialSum into, int point, int sum, double[] x, int from, int rows, int guess) {
    int end = from + (rows + LANES - 1) / LANES * LANES;
    for (int i = from + rows; i < end; i++) {
      x[i] = 0;
    }
    int slot = guess;
    while (true) {
      double m = SumSlots.extractor(slot);
      double n = SumSlots.extractor(slot - 1);
      DoubleVector mv = DoubleVector.broadcast(S, m);
      DoubleVector nv = DoubleVector.broadcast(S, n);
      DoubleVector high = DoubleVector.zero(S);
      DoubleVector low = DoubleVector.zero(S);
      LongVector most = high.reinterpretAsLongs();
      for (int i = from; i < end; i += LANES) {
        DoubleVector v = DoubleVector.fromArray(S, x, i);
        DoubleVector q = v.add(mv).sub(mv);
        high = high.add(q);
        low = low.add(v.sub(q).add(nv).sub(nv));
        most = most.max(v.reinterpretAsLongs().and(Long.MAX_VALUE));
      }
      long largest = most.reduceLanes(VectorOperators.MAX);
      if (largest >= SumSlots.KERNEL_LIMIT_BITS) {
        into.addAll(point, sum, x, from, from + rows);
        return guess;
      }
      int found = SumSlots.slotForBits(largest);
      if (found == slot) {
        into.addSplit(
            point,
            sum,
            slot,
            high.reduceLanes(VectorOperators.ADD),
            low.reduceLanes(VectorOperators.ADD));
        return slot;
      }
      slot = found;
    }
  }
}

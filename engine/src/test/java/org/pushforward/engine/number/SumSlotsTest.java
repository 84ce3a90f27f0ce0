package org.pushforward.engine.number;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SumSlotsTest {
  private static double unit(int slot) {
    return Math.scalb(1.0, SumSlots.unitExponent(slot));
  }

  @Test
  void slotsMeetAtHalfTheNextUnit() {
    for (int s = 1; s <= SumSlots.LARGEST_KERNEL_SLOT; s++) {
      double limit = unit(s + 1) / 2;
      assertEquals(
          s, SumSlots.slotFor(Math.nextDown(limit)), "below the upper border of slot " + s);
      assertEquals(s + 1, SumSlots.slotFor(limit), "at the upper border of slot " + s);
      assertEquals(s, SumSlots.slotFor(-Math.nextDown(limit)), "the sign does not matter");
    }
    assertEquals(1, SumSlots.slotFor(0.0));
    assertEquals(1, SumSlots.slotFor(Double.MIN_VALUE));
    assertEquals(SumSlots.LARGEST_SLOT, SumSlots.slotFor(Double.MAX_VALUE));
    assertEquals(
        SumSlots.LARGEST_KERNEL_SLOT, SumSlots.slotFor(Math.nextDown(SumSlots.KERNEL_LIMIT)));
    assertEquals(SumSlots.LARGEST_KERNEL_SLOT + 1, SumSlots.slotFor(SumSlots.KERNEL_LIMIT));
  }

  @Test
  void extractorsAreFiniteWithALastBitOfOneUnit() {
    for (int s = 0; s <= SumSlots.LARGEST_KERNEL_SLOT; s++) {
      // u_0 = 2^-1085 is no double; there the last bit of all doubles is what counts.
      double unit = Math.max(unit(s), Double.MIN_VALUE);
      assertEquals(unit, Math.ulp(SumSlots.extractor(s)), "slot " + s);
    }
  }

  @Test
  void splittingIsExactAndPartsKeepTheirBounds() {
    Random random = new Random(1);
    for (int s = 1; s <= SumSlots.LARGEST_KERNEL_SLOT; s++) {
      for (int i = 0; i < 2000; i++) {
        double limit = unit(s + 1) / 2;
        double x =
            i == 0
                ? Math.nextDown(limit)
                : (2 * random.nextDouble() - 1) * Math.scalb(limit, -random.nextInt(60));
        double high = (x + SumSlots.extractor(s)) - SumSlots.extractor(s);
        double rest = x - high;
        double low = (rest + SumSlots.extractor(s - 1)) - SumSlots.extractor(s - 1);
        assertEquals(x, high + rest);
        assertTrue(Math.abs(rest) <= unit(s) / 2);
        assertTrue(Math.abs(rest - low) <= unit(s - 1) / 2);
        for (double units : new double[] {SumSlots.units(high, s), SumSlots.units(low, s - 1)}) {
          assertEquals(Math.rint(units), units);
          assertTrue(Math.abs(units) <= 0x1p42);
        }
      }
    }
  }

  @Test
  void theHighPartOfAValueBelowTheSlotIsZero() {
    Random random = new Random(2);
    for (int s = 2; s <= SumSlots.LARGEST_KERNEL_SLOT; s++) {
      for (int i = 0; i < 2000; i++) {
        double x =
            i == 0
                ? Math.nextDown(unit(s) / 2)
                : (random.nextDouble() - 0.5) * Math.scalb(unit(s), -random.nextInt(100));
        assertEquals(0.0, (x + SumSlots.extractor(s)) - SumSlots.extractor(s));
      }
    }
  }
}
